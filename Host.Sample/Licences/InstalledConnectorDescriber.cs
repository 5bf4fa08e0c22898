using Host.Sample.Plugins;
using Plugin.Abstractions;

namespace Host.Sample.Licences;

/// <summary>Asks the version that new runs would take.</summary>
internal sealed class InstalledConnectorDescriber(ConnectorDescriptions descriptions) : IConnectorDescriber
{
    public Task<ConnectorDescription> DescribeAsync(string pluginId, CancellationToken cancellationToken) => descriptions.GetAsync(pluginId, cancellationToken);
}
