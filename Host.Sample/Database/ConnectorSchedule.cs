namespace Host.Sample.Database;

/// <summary>When a connector runs by itself; at most one a connector.</summary>
public sealed class ConnectorSchedule
{
    public int ConnectorId { get; set; }

    /// <summary>A cron expression of six or seven fields, seconds first: <c>0 0 2 * * ?</c>; null: <see cref="EveryMinutes"/> says it.</summary>
    public string? Cron { get; set; }

    /// <summary>Minutes from one time to the next, counted from <see cref="CountedFrom"/>; null: <see cref="Cron"/> says it.</summary>
    public int? EveryMinutes { get; set; }

    public DateTimeOffset CountedFrom { get; set; }

    /// <summary>The zone that the expression and the quiet hours are told in: <c>Europe/London</c>.</summary>
    public required string TimeZone { get; set; }

    /// <summary>By how much the connector may begin later, so that those of one time do not begin at one moment.</summary>
    public int JitterMinutes { get; set; }

    /// <summary>From when on, by the zone's clock, nothing begins; null: there are no quiet hours.</summary>
    public TimeOnly? QuietFrom { get; set; }

    /// <summary>When they end; before <see cref="QuietFrom"/>: on the next day.</summary>
    public TimeOnly? QuietTo { get; set; }

    public ScheduleMisfire WhenMissed { get; set; }

    /// <summary>Whether its runs ask for everything, whatever is known.</summary>
    public bool IsFull { get; set; }

    public bool IsPaused { get; set; }

    public required string ChangedBy { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Rises with every change that people make, so that the later of two editors is told.</summary>
    public int Revision { get; set; }

    /// <summary>What became of the last time; null before the first.</summary>
    public ScheduleOutcome? LastOutcome { get; set; }

    /// <summary>When it was to begin.</summary>
    public DateTimeOffset? LastDueAt { get; set; }

    /// <summary>When it did.</summary>
    public DateTimeOffset? LastFiredAt { get; set; }

    /// <summary>The run that it began, or that was in its way.</summary>
    public long? LastRunId { get; set; }

    /// <summary>Why no run began, in a sentence; null: one did.</summary>
    public string? LastMessage { get; set; }

    public string? LastFix { get; set; }
}
