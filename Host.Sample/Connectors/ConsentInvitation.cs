using Plugin.Abstractions.Authorization;

namespace Host.Sample.Connectors;

/// <summary>What the receiver of a consent link is asked for.</summary>
public sealed record ConsentInvitation
{
    public required string Connector { get; init; }

    public required string Service { get; init; }

    /// <summary>What is collected and what for.</summary>
    public required string Summary { get; init; }

    /// <summary>What the person who consents must be.</summary>
    public required string ConsentedBy { get; init; }

    public required IReadOnlyList<ScopeDescription> Scopes { get; init; }

    /// <summary>Who made the link.</summary>
    public required string CreatedBy { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether a consent was begun by it already.</summary>
    public required bool IsUsed { get; init; }

    public required bool IsExpired { get; init; }
}
