using Plugin.Abstractions;

namespace Host.Sample.Licences;

/// <summary>Asks a plugin what it says of itself.</summary>
public interface IConnectorDescriber
{
    /// <exception cref="HostException">There is no such plugin, or it cannot be used.</exception>
    Task<ConnectorDescription> DescribeAsync(string pluginId, CancellationToken cancellationToken);
}
