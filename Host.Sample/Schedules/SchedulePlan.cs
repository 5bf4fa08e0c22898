using System.Globalization;
using Host.Sample.Database;
using Quartz;

namespace Host.Sample.Schedules;

/// <summary>A schedule that can be followed.</summary>
public sealed record SchedulePlan
{
    // A day of which every time falls into the quiet hours is passed over at once; a schedule all of whose days are like that has no time.
    private const int MostSteps = 2000;

    /// <summary>The expression in the form that is stored; null: <see cref="Every"/>.</summary>
    public string? Cron { get; init; }

    public TimeSpan? Every { get; init; }

    /// <summary>From when on <see cref="Every"/> is counted.</summary>
    public DateTimeOffset CountedFrom { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    public int JitterMinutes { get; init; }

    public QuietHours? Quiet { get; init; }

    public ScheduleMisfire WhenMissed { get; init; }

    public bool IsFull { get; init; }

    /// <summary>How much later a connector begins: its own share of the jitter, always the same, spread evenly over connectors that were made one after the other.</summary>
    public static TimeSpan Share(int connectorId, int jitterMinutes)
    {
        // The golden ratio: any few numbers in a row lie far from each other, and all of them come about evenly.
        var place = (uint)connectorId * 2654435769u / 4294967296.0;

        return TimeSpan.FromSeconds(Math.Floor(place * jitterMinutes * 60));
    }

    /// <summary>The first time after a moment; null: there is none.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="share">How much later than planned the connector begins.</param>
    public DateTimeOffset? After(DateTimeOffset moment, TimeSpan share)
    {
        var calendar = Quiet?.Calendar(Zone);
        var expression = Cron is null ? null : new CronExpression(Cron, Zone);

        for (var step = 0; step < MostSteps; step++)
        {
            if ((expression is null ? Counted(moment - share) : expression.GetNextValidTimeAfter(moment - share)) is not { } planned)
            {
                return null;
            }

            var time = planned + share;

            if (calendar is null || calendar.IsTimeIncluded(time))
            {
                return time;
            }

            // Whatever else lies in these quiet hours is passed over with it.
            moment = calendar.GetNextIncludedTimeUtc(time).AddSeconds(-1);
            moment = moment > time ? moment : time;
        }

        return null;
    }

    /// <summary>The first moment from one on at which something may begin.</summary>
    public DateTimeOffset Allowed(DateTimeOffset moment) => Quiet?.Calendar(Zone) is { } calendar && !calendar.IsTimeIncluded(moment) ? calendar.GetNextIncludedTimeUtc(moment) : moment;

    /// <summary>The next times, in the schedule's zone.</summary>
    public IReadOnlyList<DateTimeOffset> Next(DateTimeOffset moment, TimeSpan share, int count)
    {
        List<DateTimeOffset> times = [];

        while (times.Count < count && After(moment, share) is { } time)
        {
            times.Add(TimeZoneInfo.ConvertTime(time, Zone));
            moment = time;
        }

        return times;
    }

    /// <summary>The plan that a schedule in the store tells of.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Invalid"/>: this machine cannot follow it.</exception>
    internal static SchedulePlan Of(ConnectorSchedule schedule) => new()
    {
        Cron = schedule.Cron,
        Every = schedule.EveryMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
        CountedFrom = schedule.CountedFrom,
        Zone = ScheduleZones.Find(schedule.TimeZone) ?? throw new HostException(
            HostProblem.Invalid,
            $"This machine does not know the time zone '{Plugins.PluginWords.OneLine(schedule.TimeZone)}', so it begins nothing by this schedule.",
            "Install the machine's time zone data (the package tzdata), or give the schedule another zone."),
        JitterMinutes = schedule.JitterMinutes,
        Quiet = schedule is { QuietFrom: { } from, QuietTo: { } to } ? new(from, to) : null,
        WhenMissed = schedule.WhenMissed,
        IsFull = schedule.IsFull,
    };

    /// <summary>What tells a schedule from what it was before, for triggers made of it.</summary>
    internal static string Mark(ConnectorSchedule schedule) => string.Create(CultureInfo.InvariantCulture, $"{schedule.ChangedAt.ToUnixTimeMilliseconds()}/{schedule.Revision}");

    private DateTimeOffset? Counted(DateTimeOffset moment)
    {
        var every = Every ?? throw new InvalidOperationException("A plan has an expression or an interval.");
        var passed = moment < CountedFrom ? 0 : ((moment - CountedFrom).Ticks / every.Ticks) + 1;

        // The first is an interval away: whoever wants a run at once asks for one.
        return CountedFrom + (every * Math.Max(passed, 1));
    }
}
