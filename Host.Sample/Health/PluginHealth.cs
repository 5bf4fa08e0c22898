using Host.Sample.Database;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Host.Sample.Health;

/// <summary>Whether the plugin of every feature that is enabled on this endpoint server can be used.</summary>
internal sealed class PluginHealth(HostOptions options, PluginCatalog catalog, IDbContextFactory<HostDatabase> databases) : IHealthCheck
{
    private const string Fix = "Put the plugin back or mend it ('plugins list' says what is wrong), or disable the feature.";

    async Task<HealthCheckResult> IHealthCheck.CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        List<string> enabled;

        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            enabled = await (
                from toggle in database.FeatureToggles
                join server in database.EndpointServers on toggle.EndpointServerId equals server.Id
                where toggle.IsEnabled && server.Name == options.EndpointServer
                orderby toggle.PluginId
                select toggle.PluginId).ToListAsync(cancellationToken);
        }
        catch (Exception exception) when (StoreFailure.IsOne(exception) || exception is System.Data.Common.DbException)
        {
            return new HealthFinding("Which features are enabled is not known: the store does not answer.", "See what is said of the store.").Degraded();
        }

        var missing = await Task.Run(() => enabled.Select(Trouble).OfType<string>().ToList(), cancellationToken);

        return missing.Count == 0
            ? HealthCheckResult.Healthy()
            : new HealthFinding($"{(missing.Count == 1 ? "A plugin" : "Plugins")} of an enabled feature cannot be used; its connectors do not run.", Fix, $"{string.Join(' ', missing)} {Fix}").Degraded();
    }

    private string? Trouble(string pluginId)
    {
        try
        {
            return catalog.Find(pluginId) switch
            {
                { IsAvailable: true } => null,
                { } unusable => $"The plugin '{pluginId}' {unusable.Version} cannot be used. {unusable.Reason}",
                null => $"The plugin '{pluginId}' is not in {options.PluginsFolder}.",
            };
        }
        catch (HostException exception)
        {
            return exception.Message;
        }
    }
}
