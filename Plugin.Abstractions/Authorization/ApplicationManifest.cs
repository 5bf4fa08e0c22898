namespace Plugin.Abstractions.Authorization;

/// <summary>What the service needs to set an application up: nothing in it is secret.</summary>
public sealed record ApplicationManifest
{
    /// <summary>The scopes that the application asks for: no more than the chosen streams need.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The same application in the formats that the service takes.</summary>
    public required IReadOnlyList<ManifestDocument> Documents { get; init; }

    /// <summary>The link that opens the service's page for a new application, filled in, or <see langword="null"/>.</summary>
    public Uri? CreateLink { get; init; }

    /// <summary>What has to be done at the service after scopes were added, in a sentence.</summary>
    public required string AfterAddingScopes { get; init; }
}
