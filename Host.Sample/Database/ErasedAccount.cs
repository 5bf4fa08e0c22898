namespace Host.Sample.Database;

/// <summary>An account that was erased on request: no later run stores it again.</summary>
public sealed class ErasedAccount
{
    public int Id { get; set; }

    public int ConnectorId { get; set; }

    /// <summary>The account's id at the service, as a keyed hash: it is recognised, and named by nobody.</summary>
    public required string AccountHash { get; set; }

    public required string Reason { get; set; }

    public required string ErasedBy { get; set; }

    public DateTimeOffset ErasedAt { get; set; }
}
