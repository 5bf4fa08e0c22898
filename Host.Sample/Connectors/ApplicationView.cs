using Plugin.Abstractions.Authorization;

namespace Host.Sample.Connectors;

/// <summary>The application that a service needs for chosen streams, and what changes in one that is there already.</summary>
/// <param name="Application">The application.</param>
/// <param name="Streams">The streams that it is for.</param>
/// <param name="Granted">What the connector's token has; null: not about a connector, or not known.</param>
/// <param name="Added">Scopes that the application needs and the token lacks; null where that is not known.</param>
/// <param name="Dropped">Scopes that the token has and the application would not ask for; null where that is not known.</param>
public sealed record ApplicationView(ApplicationManifest Application, IReadOnlyList<string> Streams, GrantedScopes? Granted, IReadOnlyList<string>? Added, IReadOnlyList<string>? Dropped)
{
    /// <summary>What has to be done at the service to get what is added; null when nothing is.</summary>
    public string? Reminder => Added is { Count: > 0 } ? Application.AfterAddingScopes : null;

    /// <summary>The document of a format.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: there is none.</exception>
    public ManifestDocument Document(string format) =>
        Application.Documents.FirstOrDefault(document => string.Equals(document.Format, format, StringComparison.OrdinalIgnoreCase))
        ?? (format is "link" && Application.CreateLink is { } link ? new ManifestDocument("link", "text/plain", link.AbsoluteUri + "\n") : null)
        ?? throw new HostException(
            HostProblem.Usage,
            "There is no such format.",
            $"Ask for one of: {string.Join(", ", Application.Documents.Select(document => document.Format).Concat(Application.CreateLink is null ? [] : ["link"]))}.");
}
