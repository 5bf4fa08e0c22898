using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs;

/// <summary>What earlier runs let expect of one that goes on.</summary>
public sealed class RunForecasts(IDbContextFactory<HostDatabase> databases)
{
    /// <summary>How many rows each stream took when it last reached its end. A log is left out: it goes on from where it ended, so the last run says nothing about the next.</summary>
    /// <remarks>A run that was taken up again has none at all: how long its process was dead is in its times.</remarks>
    public async Task<IReadOnlyDictionary<string, long>> LastRowsAsync(Run run, CancellationToken cancellationToken)
    {
        if (run.Resumes > 0)
        {
            return new Dictionary<string, long>();
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var pluginId = await database.Connectors.Where(connector => connector.Id == run.ConnectorId).Select(connector => connector.PluginId).SingleOrDefaultAsync(cancellationToken);
        var schemas = pluginId is null ? [] : await InventoryTables.ListAsync(database, pluginId, cancellationToken);
        var snapshots = schemas.Where(schema => schema.Description.Mode is StreamMode.Snapshot).Select(schema => schema.Description.Id).ToHashSet();
        var earlier = await (
            from stream in database.StreamRuns.AsNoTracking()
            join other in database.Runs on stream.RunId equals other.Id
            where other.ConnectorId == run.ConnectorId && other.Id < run.Id && other.State == RunState.Published && stream.State == StreamState.Complete
            group stream by stream.StreamId into streams
            select streams.OrderByDescending(stream => stream.RunId).First()).ToListAsync(cancellationToken);

        return earlier.Where(stream => snapshots.Contains(stream.StreamId)).ToDictionary(stream => stream.StreamId, stream => stream.Staged);
    }
}
