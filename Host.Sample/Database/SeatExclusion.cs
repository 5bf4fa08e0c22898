namespace Host.Sample.Database;

/// <summary>A person or group that a reclaim report leaves out, for a reason and for a time.</summary>
public sealed class SeatExclusion
{
    public int Id { get; set; }

    public int ConnectorId { get; set; }

    public SeatExclusionKind Kind { get; set; }

    /// <summary>The account's or the group's id at the service.</summary>
    public required string SubjectId { get; set; }

    public required string Reason { get; set; }

    /// <summary>The last moment at which it holds; null: until it is taken away.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public required string CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
