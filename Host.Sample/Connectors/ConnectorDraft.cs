namespace Host.Sample.Connectors;

/// <summary>A connector as somebody wants it to be. What is not given stays as it is; in a new connector, at its default.</summary>
public sealed record ConnectorDraft
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>Required for a new connector; never changes afterwards.</summary>
    public string? PluginId { get; init; }

    /// <summary>The endpoint server's name; for a new connector, this process's own unless given.</summary>
    public string? EndpointServer { get; init; }

    /// <summary>Settings that are no secrets, by name. Null or empty clears one.</summary>
    public IReadOnlyDictionary<string, string?> Texts { get; init; } = new Dictionary<string, string?>();

    /// <summary>Secret settings, by name. Null keeps one, empty clears it.</summary>
    public IReadOnlyDictionary<string, string?> Secrets { get; init; } = new Dictionary<string, string?>();

    /// <summary>The streams to collect; an empty list means those that are on by default.</summary>
    public IReadOnlyList<string>? Streams { get; init; }

    /// <summary>Outcomes whose streams are to be collected, besides those that are named; empty: only those named.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>After how many runs everything is asked for again; 0: never.</summary>
    public int? FullRunEvery { get; init; }

    /// <summary>A finished authorization of a draft, whose grant this connector takes over.</summary>
    public Guid? AuthorizationId { get; init; }

    /// <summary>The origin of a sandbox that this host has started. Set by the host only; empty clears it.</summary>
    public string? SandboxOrigin { get; init; }
}
