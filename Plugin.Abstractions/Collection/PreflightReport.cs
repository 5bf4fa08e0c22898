namespace Plugin.Abstractions.Collection;

/// <summary>What a run would get, asked of the service by real calls.</summary>
public sealed record PreflightReport
{
    /// <summary>The tenant that the token opens, as people know it.</summary>
    public required string Tenant { get; init; }

    /// <summary>The account that the token belongs to, as people know it.</summary>
    public required string Account { get; init; }

    /// <summary>The scopes that the token has, or <see langword="null"/> when the service does not say.</summary>
    public IReadOnlyList<string>? GrantedScopes { get; init; }

    /// <summary>The tenant's plan as far as the answers tell, or <see langword="null"/>.</summary>
    public string? Plan { get; init; }

    /// <summary>The role of the account that the token belongs to, or <see langword="null"/> when the service does not say.</summary>
    public string? Role { get; init; }

    /// <summary>One line a stream.</summary>
    public required IReadOnlyList<StreamPreflight> Streams { get; init; }
}
