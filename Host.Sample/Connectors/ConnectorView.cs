namespace Host.Sample.Connectors;

/// <summary>A connector as anybody may see it: of secrets only the names of those that are set.</summary>
public sealed record ConnectorView
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string PluginId { get; init; }

    public required string EndpointServer { get; init; }

    public required IReadOnlyDictionary<string, string> Texts { get; init; }

    public required IReadOnlyList<string> SecretsSet { get; init; }

    /// <summary>Whether its token was granted by an authorization rather than typed in.</summary>
    public required bool IsAuthorized { get; init; }

    /// <summary>The streams chosen; null: those that are on by default.</summary>
    public IReadOnlyList<string>? Streams { get; init; }

    /// <summary>After how many runs everything is asked for again; 0: never.</summary>
    public required int FullRunEvery { get; init; }

    public string? SandboxOrigin { get; init; }

    public long? PublishedRunId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required int Revision { get; init; }
}
