using Host.Sample.Database;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Connectors;

/// <summary>Opens saved connectors.</summary>
public interface IConnectorOpener
{
    /// <summary>Refuses what may not be opened at all, before anything is loaded.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.PluginUnavailable"/>, <see cref="HostProblem.FeatureDisabled"/>.</exception>
    Task RequireEnabledAsync(Connector connector, CancellationToken cancellationToken);

    /// <summary>Loads the plugin, reads settings and secrets, makes the way out.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.PluginUnavailable"/>, <see cref="HostProblem.FeatureDisabled"/>.</exception>
    Task<OpenConnector> OpenAsync(Connector connector, IRunRows rows, IWaitObserver waits, ILogger logger, CancellationToken cancellationToken);
}
