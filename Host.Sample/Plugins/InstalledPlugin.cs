using Host.Sample.Packages;
using Plugin.Abstractions;

namespace Host.Sample.Plugins;

/// <summary>A version of a plugin, as its folder shows it. No code of it has run to learn this.</summary>
public sealed record InstalledPlugin
{
    /// <summary>The plugin's id; for a folder without a usable manifest, the folder's name.</summary>
    public required string Id { get; init; }

    /// <summary>The version; for a folder without a usable manifest, the folder's name.</summary>
    public required string Version { get; init; }

    public required string Folder { get; init; }

    /// <summary>Where its code is loaded from: a checked copy once one is taken, else the folder itself.</summary>
    public string CodeFolder
    {
        get => field ?? Folder;
        init;
    }

    public required PluginState State { get; init; }

    /// <summary>Why it is in this state; null when available.</summary>
    public string? Reason { get; init; }

    /// <summary>What to do about it; null when nothing.</summary>
    public string? Fix { get; init; }

    /// <summary>What the manifest says; null when it cannot be read.</summary>
    public PluginManifest? Manifest { get; init; }

    /// <summary>How far its files are vouched for; null while nobody has looked.</summary>
    public PackageTrust? Trust { get; init; }

    /// <summary>Why it runs in processes of its own; null: it runs in the host's.</summary>
    public string? IsolatedBecause { get; init; }

    /// <summary>What was different to the version before it when it began to serve; null: it never has.</summary>
    public string? Change { get; init; }

    public bool IsAvailable => State is PluginState.Available;
}
