namespace Host.Sample.Database;

/// <summary>A consent that has begun and waits for its callback.</summary>
public sealed class AuthorizationSession
{
    public Guid Id { get; set; }

    /// <summary>SHA-256 of the state; the state itself is not kept.</summary>
    public required byte[] StateHash { get; set; }

    public required string PluginId { get; set; }

    /// <summary>The connector that waits for the grant; null for one that is not saved yet.</summary>
    public int? ConnectorId { get; set; }

    public required string RedirectUri { get; set; }

    /// <summary>The settings it began with, secrets included, encrypted.</summary>
    public required byte[] ProtectedSettings { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public AuthorizationState State { get; set; }

    /// <summary>The grant, encrypted, from its arrival until it is taken or expires.</summary>
    public byte[]? ProtectedGrant { get; set; }

    /// <summary>Why it failed, for people.</summary>
    public string? Message { get; set; }

    public string? Fix { get; set; }
}
