using Plugin.Abstractions;

namespace Host.Sample.Plugins;

/// <summary>What plugins say of themselves, as plain contract values.</summary>
public sealed class ConnectorDescriptions(LoadedPlugins plugins)
{
    /// <summary>The description of the available version; loads the plugin when nobody has asked before.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public Task<ConnectorDescription> GetAsync(string pluginId, CancellationToken cancellationToken) => plugins.DescribeAsync(pluginId, cancellationToken);
}
