namespace Host.Sample.Database;

/// <summary>A link by which a colleague gives consent for a connector, once.</summary>
public sealed class ConsentLink
{
    public int Id { get; set; }

    public int ConnectorId { get; set; }

    /// <summary>SHA-256 of the link's random part.</summary>
    public required byte[] TokenHash { get; set; }

    public required string CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When a consent was begun by it; null: not yet.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
