using Host.Sample.Plugins;

namespace Host.Sample.Connectors;

/// <summary>What plugins say of preparing their service, with this host's own addresses filled in.</summary>
public sealed class PluginSetups(PluginCatalog catalog, ConnectorDescriptions descriptions, CallbackAddress callbacks)
{
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public async Task<PluginSetup> GetAsync(string pluginId, CancellationToken cancellationToken)
    {
        var description = await descriptions.GetAsync(pluginId, cancellationToken);
        var plugin = catalog.Require(pluginId);
        var redirect = plugin.Manifest!.AuthorizationCallback is { } callback ? callbacks.For(callback) : null;

        return new(plugin, description, redirect, redirect is null ? null : Link(description.SetupLinkTemplate, redirect));
    }

    // It becomes a link on a page: nothing but the web may be behind it.
    private static Uri? Link(string? template, Uri redirect) =>
        Uri.TryCreate(template?.Replace("{redirect_uri}", Uri.EscapeDataString(redirect.AbsoluteUri), StringComparison.Ordinal), UriKind.Absolute, out var link) && link.Scheme is "http" or "https" ? link : null;
}
