namespace Host.Sample.Database;

/// <summary>That somebody changed something.</summary>
public sealed class AuditEntry
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Actor { get; set; }

    /// <summary>A stable word: <c>connector.added</c>.</summary>
    public required string Action { get; set; }

    public required string Subject { get; set; }

    public string? Detail { get; set; }
}
