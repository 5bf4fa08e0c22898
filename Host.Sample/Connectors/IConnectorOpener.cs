using Host.Sample.Database;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Connectors;

/// <summary>Opens saved connectors.</summary>
public interface IConnectorOpener
{
    /// <summary>Loads the plugin, reads settings and secrets, makes the way out.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.PluginUnavailable"/>, <see cref="HostProblem.FeatureDisabled"/>.</exception>
    Task<OpenConnector> OpenAsync(Connector connector, IRunRows rows, IWaitObserver waits, ILogger logger, CancellationToken cancellationToken);
}
