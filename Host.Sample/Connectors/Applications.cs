using Host.Sample.Database;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Connectors;

/// <summary>Lets plugins describe the application that their service needs, for chosen streams and with this host's redirect address.</summary>
public sealed class Applications(
    IDbContextFactory<HostDatabase> databases, LoadedPlugins plugins, ConnectorDescriptions descriptions, GrantedScopesReader granted, CallbackAddress callbacks, PluginBorder border)
{
    /// <inheritdoc cref="ScopeAdvisor.OfPluginAsync"/>
    public async Task<ApplicationView> OfPluginAsync(string pluginId, IReadOnlyList<string> outcomes, IReadOnlyList<string> streams, CancellationToken cancellationToken)
    {
        var choice = StreamChoice.Of(await descriptions.GetAsync(pluginId, cancellationToken), outcomes, streams, null);

        return new(await PrepareAsync(pluginId, SettingValues.Empty, choice, cancellationToken), choice.Streams, null, null, null);
    }

    /// <inheritdoc cref="ScopeAdvisor.OfConnectorAsync"/>
    public async Task<ApplicationView> OfConnectorAsync(string nameOrId, IReadOnlyList<string> outcomes, IReadOnlyList<string> streams, bool asksService, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connector = await ConnectorService.FindAsync(database, nameOrId, cancellationToken);
        var choice = StreamChoice.Of(await descriptions.GetAsync(connector.PluginId, cancellationToken), outcomes, streams, connector);

        // No secret goes into an application, so none is handed over.
        var application = await PrepareAsync(connector.PluginId, new(SecretVault.Texts(connector), []), choice, cancellationToken);
        var has = await granted.ReadAsync(connector, asksService, cancellationToken);

        return new(application, choice.Streams, has, has is null ? null : [.. application.Scopes.Except(has.Names)], has is null ? null : [.. has.Names.Except(application.Scopes)]);
    }

    private async Task<ApplicationManifest> PrepareAsync(string pluginId, SettingValues settings, StreamChoice choice, CancellationToken cancellationToken)
    {
        await using var session = await plugins.OpenAsync(pluginId, cancellationToken);
        var connector = session.Connector;
        var redirect = session.Manifest.AuthorizationCallback is { } callback ? callbacks.For(callback) : callbacks.Host;
        ApplicationRequest request = new(settings, choice.Streams, choice.Scopes, redirect);
        var application = await border.AskAsync(
            session.Plugin, "describe the application", () => connector.PrepareApplication(request) is { } prepared ? DescriptionCopy.Of(prepared) : null, cancellationToken);

        return application switch
        {
            null => throw new HostException(HostProblem.NotFound, $"The service of the plugin '{pluginId}' takes no description of an application.", "'connectors setup' says how to prepare the service by hand."),

            // It becomes a link on a page: nothing but the web may be behind it.
            { CreateLink: { } link } when !link.IsAbsoluteUri || link.Scheme is not ("http" or "https") => application with { CreateLink = null },
            _ => application,
        };
    }
}
