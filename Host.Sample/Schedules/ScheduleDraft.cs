using Host.Sample.Database;

namespace Host.Sample.Schedules;

/// <summary>A schedule as somebody gives it; nothing of it is looked at yet.</summary>
public sealed record ScheduleDraft
{
    /// <summary>A cron expression: five fields as Unix has it, or six or seven with the seconds first; null or empty: <see cref="EveryMinutes"/>.</summary>
    public string? Cron { get; init; }

    /// <summary>Minutes from one time to the next; null: <see cref="Cron"/>.</summary>
    public int? EveryMinutes { get; init; }

    /// <summary>An IANA id: <c>Europe/London</c>.</summary>
    public string? TimeZone { get; init; }

    public int JitterMinutes { get; init; }

    /// <summary>Since when nothing begins: <c>08:00</c>; null or empty: there are no quiet hours.</summary>
    public string? QuietFrom { get; init; }

    /// <summary>Until when: <c>18:00</c>.</summary>
    public string? QuietTo { get; init; }

    public ScheduleMisfire WhenMissed { get; init; }

    public bool IsFull { get; init; }

    /// <summary>The revision that was looked at, so that nobody's change is lost; null: whatever is there is replaced.</summary>
    public int? Revision { get; init; }
}
