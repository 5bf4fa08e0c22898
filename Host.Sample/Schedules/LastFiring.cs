using Host.Sample.Database;

namespace Host.Sample.Schedules;

/// <summary>What became of a time of a schedule.</summary>
/// <param name="Outcome">Whether a run began.</param>
/// <param name="DueAt">When it was to begin.</param>
/// <param name="FiredAt">When the host came to it.</param>
/// <param name="RunId">The run that began, or that was in its way.</param>
/// <param name="Message">Why none began; null: one did.</param>
/// <param name="Fix">What to do about it.</param>
public sealed record LastFiring(ScheduleOutcome Outcome, DateTimeOffset DueAt, DateTimeOffset FiredAt, long? RunId, string? Message, string? Fix)
{
    /// <summary>Seconds between the two.</summary>
    public double LateSeconds => Math.Max(0, Math.Round((FiredAt - DueAt).TotalSeconds, 1));

    internal static LastFiring? Of(ConnectorSchedule schedule) => schedule is { LastOutcome: { } outcome, LastDueAt: { } dueAt, LastFiredAt: { } firedAt }
        ? new(outcome, dueAt, firedAt, schedule.LastRunId, schedule.LastMessage, schedule.LastFix)
        : null;
}
