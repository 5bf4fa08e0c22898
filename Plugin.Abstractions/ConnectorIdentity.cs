namespace Plugin.Abstractions;

/// <summary>Who a connector is to its service, and what is about to keep it from working.</summary>
public sealed record ConnectorIdentity
{
    /// <summary>The service's id of the tenant (workspace, organisation) that is read.</summary>
    public required string TenantId { get; init; }

    /// <summary>The tenant's name, or <see langword="null"/> when the service does not say.</summary>
    public string? TenantName { get; init; }

    /// <summary>The service's id of the application by which the connector is let in, or <see langword="null"/> when the service does not say.</summary>
    public string? ApplicationId { get; init; }

    /// <summary>The service's id of the account that gave the consent.</summary>
    public required string AccountId { get; init; }

    /// <summary>The tenant's plan as far as the answers tell, or <see langword="null"/>.</summary>
    public string? Plan { get; init; }

    /// <summary>The scopes that the token has, or <see langword="null"/> when the service does not say.</summary>
    public IReadOnlyList<string>? GrantedScopes { get; init; }

    /// <summary>What will break, or has begun to: each with what to do before it does.</summary>
    public IReadOnlyList<ConnectorWarning> Warnings { get; init; } = [];

    /// <summary>Calls made to find all this out, retries included.</summary>
    public int Calls { get; init; }
}
