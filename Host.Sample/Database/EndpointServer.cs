namespace Host.Sample.Database;

/// <summary>A machine that runs connectors.</summary>
public sealed class EndpointServer
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When a host process last ran under this name.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }
}
