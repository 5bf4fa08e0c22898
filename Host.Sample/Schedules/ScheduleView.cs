using Host.Sample.Database;

namespace Host.Sample.Schedules;

/// <summary>A schedule as anybody may see it.</summary>
public sealed record ScheduleView
{
    public required int ConnectorId { get; init; }

    /// <summary>The connector's name.</summary>
    public required string Connector { get; init; }

    public required string PluginId { get; init; }

    /// <summary>The endpoint server that begins its runs.</summary>
    public required string EndpointServer { get; init; }

    /// <summary>When, in words: <c>Every day at 02:00, Europe/London</c>.</summary>
    public required string Words { get; init; }

    /// <summary>The cron expression, seconds first; null: <see cref="EveryMinutes"/>.</summary>
    public string? Cron { get; init; }

    public int? EveryMinutes { get; init; }

    public required string TimeZone { get; init; }

    public required int JitterMinutes { get; init; }

    /// <summary>This connector's own share of the jitter: it begins by so much later than planned.</summary>
    public required int ShareSeconds { get; init; }

    /// <summary>Since when nothing begins: <c>08:00</c>.</summary>
    public string? QuietFrom { get; init; }

    public string? QuietTo { get; init; }

    public required ScheduleMisfire WhenMissed { get; init; }

    public required bool IsFull { get; init; }

    public required bool IsPaused { get; init; }

    /// <summary>When it begins next, in the schedule's zone; null: it is paused, or cannot be followed.</summary>
    public DateTimeOffset? NextAt { get; init; }

    public required string ChangedBy { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public required int Revision { get; init; }

    /// <summary>What became of the last time; null before the first.</summary>
    public LastFiring? Last { get; init; }

    /// <summary>Why nothing begins by it, in a sentence; null: something does.</summary>
    public string? Problem { get; init; }

    public string? ProblemFix { get; init; }
}
