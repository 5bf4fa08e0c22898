using System.Globalization;
using Quartz;
using Quartz.Impl.Calendar;

namespace Host.Sample.Schedules;

/// <summary>Hours of every day in which nothing begins.</summary>
/// <param name="From">Their first minute.</param>
/// <param name="To">The minute after the last; before <paramref name="From"/>: on the next day.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To)
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    public string Words => string.Create(CultureInfo.InvariantCulture, $"{From:HH:mm} and {To:HH:mm}");

    /// <summary>The calendar that leaves them out. Its ranges hold both of their ends and lie within a day, so those that cross midnight are told as what is left over.</summary>
    internal ICalendar Calendar(TimeZoneInfo zone) => From < To || To == TimeOnly.MinValue
        ? new DailyCalendar(From, To.Add(-Least)) { TimeZone = zone }
        : new DailyCalendar(To, From.Add(-Least)) { TimeZone = zone, InvertTimeRange = true };
}
