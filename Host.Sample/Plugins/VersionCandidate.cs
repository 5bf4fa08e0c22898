using Plugin.Abstractions;

namespace Host.Sample.Plugins;

/// <summary>A version that asks to take work.</summary>
/// <param name="Plugin">The version.</param>
/// <param name="Description">What it says of itself.</param>
/// <param name="Connector">The version itself; each call has a deadline of its own.</param>
/// <param name="Before">The version that serves now; null: none does.</param>
public sealed record VersionCandidate(InstalledPlugin Plugin, ConnectorDescription Description, AskedConnector Connector, AskedConnector? Before);
