namespace Plugin.Abstractions.Authorization;

/// <summary>The outcome of a consent.</summary>
public sealed record AuthorizationGrant
{
    /// <summary>What lets the connector in.</summary>
    public required Credential Credential { get; init; }

    /// <summary>The scopes really granted.</summary>
    public required IReadOnlyList<string> GrantedScopes { get; init; }

    /// <summary>The scopes asked for and not granted.</summary>
    public IReadOnlyList<string> MissingScopes { get; init; } = [];

    /// <summary>The service's id of the account that consented.</summary>
    public required string AccountId { get; init; }

    /// <summary>The service's id of the tenant (workspace, organisation) that the grant is for.</summary>
    public required string TenantId { get; init; }

    /// <summary>The tenant's name, or <see langword="null"/> when the service does not say.</summary>
    public string? TenantName { get; init; }
}
