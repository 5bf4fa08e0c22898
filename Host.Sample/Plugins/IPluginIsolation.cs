namespace Host.Sample.Plugins;

/// <summary>Runs a version of a plugin in a process of its own.</summary>
public interface IPluginIsolation
{
    /// <summary>Starts a process that has loaded the version and composed a connector. It ends when the connector is disposed, or with the host.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.PluginUnavailable"/>: no process can be started.</exception>
    Task<IIsolatedConnector> StartAsync(InstalledPlugin plugin, string hash, CancellationToken cancellationToken);
}
