namespace Plugin.Abstractions;

/// <summary>The content of <c>plugin.json</c>: everything that a host must know of a plugin before any of its code is loaded.</summary>
public sealed record PluginManifest
{
    /// <summary>The plugin's id: <c>orchard</c>. Lower case letters, digits and dashes, a letter first, at most 40 characters.</summary>
    public required string Id { get; init; }

    /// <summary>The plugin's name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its semantic version: <c>1.4.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The version of the contract it was built for.</summary>
    public required Version ContractVersion { get; init; }

    /// <summary>The file that holds the entry type, beside the manifest.</summary>
    public required string EntryAssembly { get; init; }

    /// <summary>The full name of the <see cref="IConnectorPlugin"/>.</summary>
    public required string EntryType { get; init; }

    /// <summary>The feature's name, as it is enabled on an endpoint server.</summary>
    public required string Feature { get; init; }

    /// <summary>The last part of the callback's path, or <see langword="null"/> when there is no authorization.</summary>
    public string? AuthorizationCallback { get; init; }

    /// <summary>The hosts that the plugin may reach; a name also allows what lies below it (<c>example.org</c> allows <c>api.example.org</c>).</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>The scopes that it asks for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The program that plays the service, a path below the manifest's folder, or <see langword="null"/>.</summary>
    public string? Sandbox { get; init; }

    /// <summary>Where to read more, or <see langword="null"/>.</summary>
    public Uri? HomePage { get; init; }

    /// <summary>The licence's SPDX id, or <see langword="null"/>.</summary>
    public string? Licence { get; init; }
}
