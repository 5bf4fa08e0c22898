using Host.Sample.Access;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Logs;
using Host.Sample.Plugins;
using Host.Sample.Runs.Proof;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Runs;

/// <summary>Lets a version collect beside the one that serves, from the same service at the same time, and compares what both brought. Nothing of it is published.</summary>
public sealed class ShadowRuns(
    IDbContextFactory<HostDatabase> databases,
    ConnectorOpener opener,
    PluginCatalog catalog,
    CertificateKey key,
    KnownSecrets secrets,
    CurrentActor current,
    AuditTrail audit,
    HostOptions options,
    TimeProvider clock,
    ILoggerFactory loggers)
{
    /// <param name="pluginId">The plugin.</param>
    /// <param name="version">The version to try.</param>
    /// <param name="connector">The connector to collect, by name or id.</param>
    /// <param name="cancellationToken">Ends both runs.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>, <see cref="HostProblem.Conflict"/>: it is the version that serves, or the connector is of another plugin.</exception>
    public async Task<ShadowReport> RunAsync(string pluginId, string version, string connector, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Operator);
        var serving = catalog.Require(pluginId);
        var tried = catalog.RequireVersion(pluginId, version);
        var owner = await OwnerAsync(pluginId, connector, cancellationToken);

        if (tried.Version == serving.Version)
        {
            throw new HostException(HostProblem.Conflict, $"Version {version} of the plugin '{pluginId}' is the one that serves.", "Name another version; 'plugins list' shows those that there are.");
        }

        await audit.RecordAsync("plugin.shadowed", pluginId, $"version {version} beside {serving.Version}, connector {owner.Name}", cancellationToken);
        await using ShadowStore one = new(options, opener, owner, serving.Version, key, secrets, clock, loggers);
        await using ShadowStore two = new(options, opener, owner, tried.Version, key, secrets, clock, loggers);
        var runs = await Task.WhenAll(one.RunAsync(owner, cancellationToken), two.RunAsync(owner, cancellationToken));

        return new()
        {
            PluginId = pluginId,
            Connector = owner.Name,
            Serving = Side(serving.Version, runs[0]),
            Tried = Side(tried.Version, runs[1]),
            Streams = await CompareAsync(pluginId, one, two, runs[0], runs[1], cancellationToken),
        };
    }

    private static ShadowSide Side(string version, Run run) => new(version, run.State is RunState.Published, run.Message);

    private static async Task<IReadOnlyList<ShadowStream>> CompareAsync(string pluginId, ShadowStore one, ShadowStore two, Run serving, Run tried, CancellationToken cancellationToken)
    {
        var (left, right) = (await one.SchemasAsync(pluginId, cancellationToken), await two.SchemasAsync(pluginId, cancellationToken));
        await using var connection = await ShadowComparison.OpenAsync(one.File, two.File, cancellationToken);
        ShadowComparison comparison = new(connection, serving, tried);
        List<ShadowStream> streams = [];

        foreach (var id in serving.Streams.Concat(tried.Streams).OrderBy(stream => stream.Ordinal).Select(stream => stream.StreamId).Distinct())
        {
            streams.Add(await comparison.CompareAsync(id, left.FirstOrDefault(schema => schema.Description.Id == id), right.FirstOrDefault(schema => schema.Description.Id == id), cancellationToken));
        }

        return streams;
    }

    private async Task<Connector> OwnerAsync(string pluginId, string connector, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);

        return owner.PluginId == pluginId
            ? owner
            : throw new HostException(HostProblem.Conflict, $"The connector '{owner.Name}' is of the plugin '{owner.PluginId}', not of '{pluginId}'.", "Name a connector of this plugin; 'connectors list' shows them.");
    }
}
