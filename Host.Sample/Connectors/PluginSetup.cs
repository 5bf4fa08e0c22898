using Host.Sample.Plugins;
using Plugin.Abstractions;

namespace Host.Sample.Connectors;

/// <summary>What somebody needs to prepare the service and fill in a connector.</summary>
/// <param name="Plugin">The version that new work takes.</param>
/// <param name="Description">What it says of itself.</param>
/// <param name="RedirectUri">The address that the service must send people back to; null when there is no authorize step.</param>
/// <param name="Link">Prepares the service in one go; null when there is no such link.</param>
public sealed record PluginSetup(InstalledPlugin Plugin, ConnectorDescription Description, Uri? RedirectUri, Uri? Link);
