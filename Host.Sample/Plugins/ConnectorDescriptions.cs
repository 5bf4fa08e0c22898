using Plugin.Abstractions;

namespace Host.Sample.Plugins;

/// <summary>What plugins say of themselves, as plain contract values.</summary>
public sealed class ConnectorDescriptions(LoadedPlugins plugins)
{
    /// <summary>The description of the available version; loads the plugin when nobody has asked before.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public Task<ConnectorDescription> GetAsync(string pluginId, CancellationToken cancellationToken) => plugins.DescribeAsync(pluginId, cancellationToken);

    /// <summary>The names of a plugin's streams for people, by their ids; none when the plugin is gone or cannot be asked: its runs are still worth reading.</summary>
    public async Task<IReadOnlyDictionary<string, string>> StreamNamesAsync(string pluginId, CancellationToken cancellationToken)
    {
        try
        {
            return (await GetAsync(pluginId, cancellationToken)).Streams.ToDictionary(stream => stream.Id, stream => stream.Name);
        }
        catch (HostException)
        {
            return new Dictionary<string, string>();
        }
    }
}
