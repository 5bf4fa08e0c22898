namespace Host.Sample.Connectors;

/// <summary>The fewest scopes that chosen streams take, and how that compares with what a token has.</summary>
public sealed record ScopeAdvice
{
    public required string PluginId { get; init; }

    /// <summary>The connector's name; null when it is not about one.</summary>
    public string? Connector { get; init; }

    /// <summary>The outcomes asked for; empty: the streams were chosen otherwise.</summary>
    public required IReadOnlyList<string> Outcomes { get; init; }

    public required IReadOnlyList<string> Streams { get; init; }

    /// <summary>The scopes without which a chosen stream or outcome is not had.</summary>
    public required IReadOnlyList<ScopeUse> Needed { get; init; }

    /// <summary>Scopes that bring further columns of chosen streams, and nothing else.</summary>
    public required IReadOnlyList<ScopeUse> Useful { get; init; }

    /// <summary>Scopes that the plugin knows and that the choice does not take.</summary>
    public required IReadOnlyList<string> NotNeeded { get; init; }

    /// <summary>What the connector's token has; null: nobody has asked, or the service does not say.</summary>
    public GrantedScopes? Granted { get; init; }

    /// <summary>Needed and not granted; null where that is not known.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Granted and used by none of the chosen streams: could be dropped; null where that is not known.</summary>
    public IReadOnlyList<string>? Unused { get; init; }
}
