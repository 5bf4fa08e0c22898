using Host.Sample.Connectors;

namespace Host.Sample.Api;

/// <summary>A connector as REST takes it. What is not named stays as it is, or at its default.</summary>
internal sealed record ConnectorBody
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? PluginId { get; init; }

    public string? EndpointServer { get; init; }

    /// <summary>Settings that are no secrets; null or empty clears one.</summary>
    public Dictionary<string, string?>? Texts { get; init; }

    /// <summary>Secret settings; null keeps one, empty clears it.</summary>
    public Dictionary<string, string?>? Secrets { get; init; }

    /// <summary>The streams to collect; empty: those that are on by default.</summary>
    public List<string>? Streams { get; init; }

    /// <summary>Outcomes whose streams are to be collected, besides those named in 'streams'.</summary>
    public List<string>? Outcomes { get; init; }

    /// <summary>After how many runs everything is asked for again; 0: never.</summary>
    public int? FullRunEvery { get; init; }

    /// <summary>A finished authorization whose grant this connector takes over.</summary>
    public Guid? AuthorizationId { get; init; }

    public ConnectorDraft ToDraft() => new()
    {
        Name = Name,
        Description = Description,
        PluginId = PluginId,
        EndpointServer = EndpointServer,
        Texts = Texts ?? [],
        Secrets = Secrets ?? [],
        Streams = Streams,
        Outcomes = Outcomes ?? [],
        FullRunEvery = FullRunEvery,
        AuthorizationId = AuthorizationId,
    };
}
