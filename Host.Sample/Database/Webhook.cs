namespace Host.Sample.Database;

/// <summary>An address that is told of a connector's runs.</summary>
public sealed class Webhook
{
    public int Id { get; set; }

    public int ConnectorId { get; set; }

    /// <summary>Unique for the connector, ignoring case.</summary>
    public required string Name { get; set; }

    /// <summary>Address and signing secret, encrypted together with the webhook's number, so that one changed in the store is noticed.</summary>
    public required string ProtectedTarget { get; set; }

    /// <summary>Scheme and host of the address, for people; the rest may hold a secret.</summary>
    public required string Host { get; set; }

    public bool IsEnabled { get; set; } = true;

    public required string CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
