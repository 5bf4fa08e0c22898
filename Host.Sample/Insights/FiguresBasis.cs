using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Licences;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions;

namespace Host.Sample.Insights;

/// <summary>All that figures of an inventory follow from besides its rows.</summary>
internal sealed class FiguresBasis(IDbContextFactory<HostDatabase> databases, IConnectorDescriber describer)
{
    // Another build may count otherwise.
    private static readonly string Build = typeof(FiguresBasis).Module.ModuleVersionId.ToString();

    private readonly ConditionalWeakTable<ConnectorDescription, string> _texts = [];

    /// <summary>The build, the plugin's description and those of the streams, the runs before and how many of them were pruned, the last erasure: as text.</summary>
    public async Task<string> OfAsync(InventorySource source, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connector = source.Connector.Id;
        var runs = await database.Runs.Where(run => run.ConnectorId == connector && run.State == RunState.Published && run.Id <= source.RunId)
            .GroupBy(_ => 1).Select(all => new { Count = all.Count(), Pruned = all.Count(run => run.PrunedAt != null) }).SingleOrDefaultAsync(cancellationToken);
        var erasure = await database.ErasedAccounts.Where(erased => erased.ConnectorId == connector).MaxAsync(erased => (int?)erased.Id, cancellationToken);
        var description = await DescribeAsync(source.Connector.PluginId, cancellationToken);

        return string.Join(
            '\n',
            [
                Build,
                string.Create(CultureInfo.InvariantCulture, $"{source.RunId} {runs?.Count} {runs?.Pruned} {erasure}"),
                description is null ? "" : _texts.GetValue(description, static of => JsonSerializer.Serialize(of)),
                .. source.Schemas.Select(schema => JsonSerializer.Serialize(schema.Description)),
            ]);
    }

    /// <summary>What the plugin says of itself; null when it cannot be asked: what was collected is kept without it.</summary>
    public async Task<ConnectorDescription?> DescribeAsync(string pluginId, CancellationToken cancellationToken)
    {
        try
        {
            return await describer.DescribeAsync(pluginId, cancellationToken);
        }
        catch (HostException exception) when (exception.Problem is HostProblem.NotFound or HostProblem.PluginUnavailable)
        {
            return null;
        }
    }
}
