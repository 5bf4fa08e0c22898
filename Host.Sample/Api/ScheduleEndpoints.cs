using Host.Sample.Database;
using Host.Sample.Schedules;

namespace Host.Sample.Api;

/// <summary>Schedules over REST: anybody reads them, operators change them.</summary>
internal static class ScheduleEndpoints
{
    public static void MapSchedules(this IEndpointRouteBuilder api)
    {
        api.MapGet("/schedules", (ScheduleService schedules, CancellationToken cancellationToken) => schedules.ListAsync(cancellationToken))
            .WithTags("Schedules").WithName("ListSchedules").WithSummary("The schedules of all connectors, and when each begins next.");

        var schedule = api.MapGroup("/connectors/{connector}/schedule").WithTags("Schedules");
        schedule.MapGet("/", GetAsync)
            .WithName("GetSchedule").WithSummary("When the connector runs by itself, in words and in parts; its next five times; what became of the last one.");
        schedule.MapPut("/", (string connector, ScheduleBody body, ScheduleService schedules, CancellationToken cancellationToken) => schedules.SetAsync(connector, body.Draft(), cancellationToken))
            .WithName("SetSchedule").WithSummary("Gives the connector a schedule, in place of the one that it has: a cron expression or an interval in minutes. One that is paused stays paused. What cannot be used is told field by field.");
        schedule.MapDelete("/", RemoveAsync)
            .WithName("RemoveSchedule").WithSummary("Takes the schedule away; the connector then runs only when somebody asks for it.");
        schedule.MapPost("/pause", (string connector, ScheduleService schedules, CancellationToken cancellationToken) => schedules.PauseAsync(connector, isPaused: true, cancellationToken))
            .WithName("PauseSchedule").WithSummary("Lets nothing begin by the schedule until it is resumed.");
        schedule.MapPost("/resume", (string connector, ScheduleService schedules, CancellationToken cancellationToken) => schedules.PauseAsync(connector, isPaused: false, cancellationToken))
            .WithName("ResumeSchedule").WithSummary("Lets a paused schedule begin again, from its next time on; what passed meanwhile is not made up for.");
        schedule.MapPost("/preview", (string connector, ScheduleBody body, ScheduleService schedules, CancellationToken cancellationToken) => schedules.PreviewAsync(connector, body.Draft(), cancellationToken))
            .WithName("PreviewSchedule").WithSummary("What a schedule would do: in words, its next five times, and what happens on days on which the clocks change. Nothing is stored.");
    }

    private static async Task<ScheduleWithTimes> GetAsync(string connector, ScheduleService schedules, CancellationToken cancellationToken) =>
        new(await schedules.GetAsync(connector, cancellationToken), await schedules.TimesAsync(connector, ScheduleService.TimesShown, cancellationToken));

    private static async Task<IResult> RemoveAsync(string connector, ScheduleService schedules, CancellationToken cancellationToken)
    {
        await schedules.RemoveAsync(connector, cancellationToken);

        return Results.NoContent();
    }

    /// <param name="Schedule">The schedule.</param>
    /// <param name="Times">Its next times, in its zone; none while it is paused.</param>
    internal sealed record ScheduleWithTimes(ScheduleView Schedule, IReadOnlyList<DateTimeOffset> Times);

    /// <param name="Cron">A cron expression of five fields, or of six or seven with the seconds first; null: the interval.</param>
    /// <param name="EveryMinutes">Minutes from one time to the next; null: the expression.</param>
    /// <param name="TimeZone">An IANA name: <c>Europe/London</c>.</param>
    /// <param name="JitterMinutes">By how much the connector may begin later.</param>
    /// <param name="QuietFrom">Since when nothing begins: <c>08:00</c>; null: there are no quiet hours.</param>
    /// <param name="QuietTo">Until when; before the beginning: on the next day.</param>
    /// <param name="WhenMissed">What becomes of times at which no host served.</param>
    /// <param name="IsFull">Whether everything is asked for each time.</param>
    /// <param name="Revision">The revision that was looked at, 0 for none: a change in between is a conflict. Null: whatever is there is replaced.</param>
    internal sealed record ScheduleBody(
        string? Cron, int? EveryMinutes, string? TimeZone, int? JitterMinutes, string? QuietFrom, string? QuietTo, ScheduleMisfire? WhenMissed, bool? IsFull, int? Revision)
    {
        public ScheduleDraft Draft() => new()
        {
            Cron = Cron,
            EveryMinutes = EveryMinutes,
            TimeZone = TimeZone,
            JitterMinutes = JitterMinutes ?? 0,
            QuietFrom = QuietFrom,
            QuietTo = QuietTo,
            WhenMissed = WhenMissed ?? ScheduleMisfire.RunOnce,
            IsFull = IsFull ?? false,
            Revision = Revision,
        };
    }
}
