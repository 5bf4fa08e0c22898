using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Connectors;

/// <summary>Keeps connectors to a sandbox pointed at one that runs: a sandbox ends with the host that has started it, its connector stays.</summary>
public sealed class SampleSandboxes(
    IDbContextFactory<HostDatabase> databases, PluginCatalog catalog, ConnectorDescriptions descriptions, Sandboxes sandboxes, CallbackAddress callbacks, SecretVault vault)
{
    /// <summary>The sandbox of a plugin, started when it does not run.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.PluginUnavailable"/>.</exception>
    public Task<SandboxProcess> EnsureAsync(string pluginId, CancellationToken cancellationToken)
    {
        var plugin = catalog.Checked(catalog.Require(pluginId));

        return sandboxes.EnsureAsync(plugin, callbacks.For(plugin.Manifest!.AuthorizationCallback ?? "sample"), cancellationToken);
    }

    /// <summary>The connector, with a sandbox behind it when it is one of a sandbox.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.PluginUnavailable"/>: the sandbox cannot be started again.</exception>
    public async Task<Connector> WakeAsync(Connector connector, CancellationToken cancellationToken) =>
        connector.SandboxOrigin is not { } origin || await Sandboxes.AnswersAsync(origin, cancellationToken)
            ? connector
            : await PointAsync(connector.Id, await EnsureAsync(connector.PluginId, cancellationToken), cancellationToken);

    /// <summary>Gives a saved connector the settings of a sandbox. Its revision stays: nobody has edited it, and an editor that is open must not be told so.</summary>
    internal async Task<Connector> PointAsync(int connectorId, SandboxProcess sandbox, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connector = await database.Connectors.SingleAsync(entity => entity.Id == connectorId, cancellationToken);
        var description = await descriptions.GetAsync(connector.PluginId, cancellationToken);
        var texts = SecretVault.Texts(connector);

        foreach (var (name, value) in sandbox.Ready.Settings)
        {
            if (description.Settings.Any(setting => setting.Name == name && setting.Kind is SettingKind.Secret))
            {
                await vault.SetAsync(database, connectorId, name, value, cancellationToken);
            }
            else
            {
                texts[name] = value;
            }
        }

        connector.SettingsJson = JsonSerializer.Serialize(texts.OrderBy(text => text.Key, StringComparer.Ordinal).ToDictionary());
        connector.SandboxOrigin = sandbox.Origin;
        await database.SaveChangesAsync(cancellationToken);

        return connector;
    }
}
