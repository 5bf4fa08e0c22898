using Plugin.Abstractions;

namespace Host.Sample.Licences;

/// <summary>Asks a plugin what it says of itself.</summary>
/// <exception cref="HostException">There is no such plugin, or it cannot be used.</exception>
public delegate Task<ConnectorDescription> DescribeConnector(string pluginId, CancellationToken cancellationToken);
