using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Logs;
using Host.Sample.Plugins;
using Host.Sample.Privacy;
using Host.Sample.SharedValues;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Connectors;

/// <inheritdoc/>
public sealed class ConnectorOpener(
    LoadedPlugins plugins,
    ConnectorDescriptions descriptions,
    FeatureService features,
    IDbContextFactory<HostDatabase> databases,
    SecretVault vault,
    SampleSandboxes samples,
    OutboundGate gate,
    PrivacyFilters privacies,
    SharedValueStore shared,
    HostOptions options,
    TimeProvider clock) : IConnectorOpener
{
    public async Task RequireEnabledAsync(Connector connector, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var server = await database.EndpointServers.Where(entity => entity.Id == connector.EndpointServerId).Select(entity => entity.Name).SingleAsync(cancellationToken);
        await features.RequireEnabledAsync(server, connector.PluginId, cancellationToken);
    }

    public async Task<OpenConnector> OpenAsync(Connector connector, IRunRows rows, IWaitObserver waits, ILogger logger, CancellationToken cancellationToken)
    {
        await RequireEnabledAsync(connector, cancellationToken);
        var awake = await samples.WakeAsync(connector, cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var settings = await vault.ReadAsync(database, awake, cancellationToken);
        var credentials = await CredentialsAsync(awake, cancellationToken);

        return Open(
            await plugins.OpenAsync(awake.PluginId, cancellationToken), await privacies.OpenAsync(awake, cancellationToken), awake.SandboxOrigin, settings, credentials, rows, waits, new ConnectorLog(logger, connector.Id));
    }

    /// <summary>The stored credential of a saved connector, and the way to renew it.</summary>
    internal async Task<ICredentialStore> CredentialsAsync(Connector connector, CancellationToken cancellationToken) =>
        new CredentialStore(connector.Id, (await descriptions.GetAsync(connector.PluginId, cancellationToken)).Authorization?.TokenSetting, databases, vault, options, clock);

    /// <summary>Opens what is not, or not wholly, saved.</summary>
    internal async Task<OpenConnector> OpenAsync(
        string pluginId,
        string? sandboxOrigin,
        SettingValues settings,
        ICredentialStore credentials,
        IRunRows rows,
        IWaitObserver waits,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        return Open(await plugins.OpenAsync(pluginId, cancellationToken), PrivacyFilter.Usual, sandboxOrigin, settings, credentials, rows, waits, logger);
    }

    /// <summary>Opens a saved connector with a certain version of its plugin, whichever takes new work.</summary>
    internal async Task<OpenConnector> OpenVersionAsync(Connector connector, string version, IRunRows rows, IWaitObserver waits, ILogger logger, CancellationToken cancellationToken)
    {
        await RequireEnabledAsync(connector, cancellationToken);
        var awake = await samples.WakeAsync(connector, cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var settings = await vault.ReadAsync(database, awake, cancellationToken);
        var credentials = await CredentialsAsync(awake, cancellationToken);

        return Open(
            await plugins.OpenVersionAsync(awake.PluginId, version, cancellationToken),
            await privacies.OpenAsync(awake, cancellationToken),
            awake.SandboxOrigin,
            settings,
            credentials,
            rows,
            waits,
            new ConnectorLog(logger, connector.Id));
    }

    private OpenConnector Open(
        ConnectorSession session, PrivacyFilter privacy, string? sandboxOrigin, SettingValues settings, ICredentialStore credentials, IRunRows rows, IWaitObserver waits, ILogger logger)
    {
        session.AllowSandbox(sandboxOrigin);
        var http = gate.Open(session.Manifest.AllowedHosts, sandboxOrigin);
        var context = new ConnectorContext
        {
            Settings = settings,
            Http = http,
            Logger = logger,
            Clock = clock,
            Credentials = credentials,
            Shared = shared.Of(session.Manifest.Id),
            Rows = rows,
            Waits = new LoggedWaits(waits, logger),
        };

        return new(
            session.Connector,
            context,
            session.Description,
            session.Manifest,
            async () =>
            {
                http.Dispose();
                await session.DisposeAsync();
            },
            session.RunEnded)
        {
            Privacy = privacy,
        };
    }
}
