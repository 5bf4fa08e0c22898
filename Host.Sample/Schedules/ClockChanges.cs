using System.Globalization;

namespace Host.Sample.Schedules;

/// <summary>Says what becomes of a time of day on the days on which the clocks change.</summary>
internal static class ClockChanges
{
    private const int DaysLookedAt = 366;

    public static IReadOnlyList<string> Notes(SchedulePlan plan, DateTimeOffset now)
    {
        if (plan.Cron is not { } cron || CronParts.Of(cron) is not { Kind: not CronKind.Hourly } parts || !plan.Zone.SupportsDaylightSavingTime)
        {
            return [];
        }

        List<string> notes = [];
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, plan.Zone).DateTime);

        foreach (var day in Enumerable.Range(0, DaysLookedAt).Select(today.AddDays).Where(day => IsOn(parts, day)))
        {
            foreach (var at in parts.At)
            {
                var local = day.ToDateTime(at);

                if (plan.Zone.IsInvalidTime(local))
                {
                    notes.Add(string.Create(CultureInfo.InvariantCulture, $"On {day:d MMMM yyyy} the clocks go forward and there is no {at:HH:mm}: it begins as soon as they have."));
                }
                else if (plan.Zone.IsAmbiguousTime(local))
                {
                    notes.Add(string.Create(CultureInfo.InvariantCulture, $"On {day:d MMMM yyyy} the clocks go back and {at:HH:mm} comes twice: it begins the first time only."));
                }
            }
        }

        return notes;
    }

    private static bool IsOn(CronParts parts, DateOnly day) => parts.Kind switch
    {
        CronKind.Weekly => parts.Days.Contains(day.DayOfWeek),
        CronKind.Monthly => day.Day == (parts.Day == CronParts.LastDay ? DateTime.DaysInMonth(day.Year, day.Month) : parts.Day),
        _ => true,
    };
}
