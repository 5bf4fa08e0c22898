using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Connectors;

/// <summary>What a connector would be if a draft were saved. Nothing is changed by asking.</summary>
public sealed class ConnectorDrafts(
    IDbContextFactory<HostDatabase> databases,
    ConnectorDescriptions descriptions,
    DraftCheck drafts,
    FeatureService features,
    PluginCatalog catalog,
    PluginBorder border,
    ConnectorOpener opener,
    SampleSandboxes samples,
    SecretVault vault,
    AuthorizationGrants grants,
    CurrentActor current,
    HostOptions options,
    ILogger<ConnectorDrafts> logger)
{
    private static readonly TimeSpan TestLimit = TimeSpan.FromMinutes(2);

    /// <summary>What is wrong with a saved connector as a draft changes it; empty when nothing is.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public async Task<IReadOnlyList<SettingProblem>> ValidateAsync(string nameOrId, ConnectorDraft draft, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connector = await ConnectorService.FindAsync(database, nameOrId, cancellationToken);

        return
        [
            .. DraftCheck.Name(draft.Name ?? connector.Name),
            .. await drafts.CheckAsync(connector.PluginId, draft, await MergeAsync(connector.PluginId, await vault.ReadAsync(database, connector, cancellationToken), draft, cancellationToken), cancellationToken),
        ];
    }

    /// <summary>Asks the service what a run of a new connector would get.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.Invalid"/> with findings, <see cref="HostProblem.ConnectorFailed"/> and those of opening.</exception>
    public async Task<PreflightReport> TestAsync(ConnectorDraft draft, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        var pluginId = draft.PluginId ?? throw ConnectorService.Invalid([new("pluginId", "required", "Say which plugin the connector is of.")]);

        return await TestAsync(
            pluginId, draft.EndpointServer ?? options.EndpointServer, draft.SandboxOrigin, draft, await MergeAsync(pluginId, SettingValues.Empty, draft, cancellationToken), new DraftCredentials(), cancellationToken);
    }

    /// <summary>Asks the service what a run of a saved connector would get if the draft were saved.</summary>
    /// <inheritdoc cref="TestAsync(ConnectorDraft, CancellationToken)"/>
    public async Task<PreflightReport> TestAsync(string nameOrId, ConnectorDraft draft, CancellationToken cancellationToken)
    {
        // Changed settings could send a stored secret elsewhere: whoever may not save them may not test them either.
        current.Require(AccessRole.Administrator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connector = await samples.WakeAsync(await ConnectorService.FindAsync(database, nameOrId, cancellationToken), cancellationToken);
        var server = draft.EndpointServer ?? await database.EndpointServers.Where(entity => entity.Id == connector.EndpointServerId).Select(entity => entity.Name).SingleAsync(cancellationToken);
        var values = await MergeAsync(connector.PluginId, await vault.ReadAsync(database, connector, cancellationToken), draft, cancellationToken);
        var tokenSetting = (await descriptions.GetAsync(connector.PluginId, cancellationToken)).Authorization?.TokenSetting;
        var hasOwnToken = draft.AuthorizationId is not null || (tokenSetting is not null && draft.Secrets.GetValueOrDefault(tokenSetting) is not null);

        return await TestAsync(
            connector.PluginId, server, connector.SandboxOrigin, draft, values, hasOwnToken ? new DraftCredentials() : await opener.CredentialsAsync(connector, cancellationToken), cancellationToken);
    }

    private async Task<SettingValues> MergeAsync(string pluginId, SettingValues stored, ConnectorDraft draft, CancellationToken cancellationToken) =>
        DraftCheck.Merge(stored, draft, await grants.PeekAsync(draft.AuthorizationId, pluginId, cancellationToken), await descriptions.GetAsync(pluginId, cancellationToken));

    private async Task<PreflightReport> TestAsync(
        string pluginId, string server, string? sandboxOrigin, ConnectorDraft draft, SettingValues values, ICredentialStore credentials, CancellationToken cancellationToken)
    {
        await features.RequireEnabledAsync(server, pluginId, cancellationToken);
        ConnectorService.Require(await drafts.CheckAsync(pluginId, draft, values, cancellationToken));
        var nothing = new NoRun();
        await using var open = await opener.OpenAsync(pluginId, sandboxOrigin, values, credentials, nothing, nothing, logger, cancellationToken);

        return await border.CallAsync(
            catalog.Require(pluginId), "test the connection", TestLimit, async token => DescriptionCopy.Of(await open.Connector.PreflightAsync(open.Context, token)), cancellationToken);
    }
}
