using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.EndpointServers;

/// <summary>Which plugins' features are enabled on which endpoint server. Only what an available plugin offers can be seen or enabled.</summary>
public sealed class FeatureService(IDbContextFactory<HostDatabase> databases, PluginCatalog catalog, CurrentActor current, AuditTrail audit, TimeProvider clock)
{
    public async Task<IReadOnlyList<FeatureStatus>> ListAsync(string server, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var serverId = (await EndpointServerService.FindAsync(database, server, cancellationToken)).Id;
        var enabled = await database.FeatureToggles.Where(toggle => toggle.EndpointServerId == serverId && toggle.IsEnabled).Select(toggle => toggle.PluginId).ToListAsync(cancellationToken);

        return [.. catalog.List().Where(plugin => plugin.IsAvailable).Select(plugin => new FeatureStatus(plugin.Id, plugin.Manifest!.Feature, plugin.Version, enabled.Contains(plugin.Id)))];
    }

    public Task<FeatureStatus> EnableAsync(string server, string featureOrPluginId, CancellationToken cancellationToken) => SetAsync(server, featureOrPluginId, true, cancellationToken);

    public Task<FeatureStatus> DisableAsync(string server, string featureOrPluginId, CancellationToken cancellationToken) => SetAsync(server, featureOrPluginId, false, cancellationToken);

    public async Task<bool> IsEnabledAsync(string server, string pluginId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return await database.FeatureToggles.AnyAsync(
            toggle => toggle.PluginId == pluginId && toggle.IsEnabled && database.EndpointServers.Any(entity => entity.Id == toggle.EndpointServerId && entity.Name == server),
            cancellationToken);
    }

    /// <exception cref="HostException"><see cref="HostProblem.FeatureDisabled"/>, <see cref="HostProblem.PluginUnavailable"/>, <see cref="HostProblem.NotFound"/>.</exception>
    public async Task RequireEnabledAsync(string server, string pluginId, CancellationToken cancellationToken)
    {
        var feature = catalog.Require(pluginId).Manifest!.Feature;

        if (!await IsEnabledAsync(server, pluginId, cancellationToken))
        {
            throw new HostException(
                HostProblem.FeatureDisabled,
                $"The feature '{feature}' is not enabled on the endpoint server '{server}'.",
                $"Enable it under Administration › Endpoint Servers › {server} › Properties › Features, or run: features enable {pluginId} --endpoint-server \"{server}\"");
        }
    }

    private async Task<FeatureStatus> SetAsync(string server, string featureOrPluginId, bool isEnabled, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        var plugin = Offered(featureOrPluginId);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var serverId = (await EndpointServerService.FindAsync(database, server, cancellationToken)).Id;
        var toggle = await database.FeatureToggles.FindAsync([serverId, plugin.Id], cancellationToken);

        if (toggle is null)
        {
            database.FeatureToggles.Add(toggle = new() { EndpointServerId = serverId, PluginId = plugin.Id });
        }

        if (toggle.IsEnabled != isEnabled)
        {
            toggle.IsEnabled = isEnabled;
            toggle.ChangedAt = clock.GetUtcNow();
            audit.Add(database, isEnabled ? "feature.enabled" : "feature.disabled", plugin.Manifest!.Feature, $"endpoint server {server}");
            await database.SaveChangesAsync(cancellationToken);
        }

        return new(plugin.Id, plugin.Manifest!.Feature, plugin.Version, isEnabled);
    }

    private InstalledPlugin Offered(string featureOrPluginId)
    {
        var available = catalog.List().Where(plugin => plugin.IsAvailable).ToList();

        if (available.Find(plugin => plugin.Id == featureOrPluginId) is { } byId)
        {
            return byId;
        }

        return available.FindAll(plugin => string.Equals(plugin.Manifest!.Feature, featureOrPluginId, StringComparison.OrdinalIgnoreCase)) switch
        {
            [var one] => one,
            [] when catalog.Find(featureOrPluginId) is { } unusable => catalog.Require(unusable.Id),
            [] => throw new HostException(
                HostProblem.NotFound, $"No installed plugin offers a feature '{PluginWords.OneLine(featureOrPluginId)}'.", $"Those offered are: {Names(available)}. See 'plugins list' for plugins that cannot be used."),
            var several => throw new HostException(
                HostProblem.Usage, $"Several plugins offer a feature '{PluginWords.OneLine(featureOrPluginId)}'.", $"Name the plugin by its id: {string.Join(", ", several.Select(plugin => plugin.Id))}."),
        };
    }

    private static string Names(List<InstalledPlugin> available) =>
        available.Count == 0 ? "none" : string.Join(", ", available.Select(plugin => $"'{plugin.Manifest!.Feature}' ({plugin.Id})"));
}
