using System.Data.Common;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Runs.Proof;

/// <summary>Makes the checks of a run that is about to end: beside the store's writer, on connections of their own, so that nobody waits for them, and two at a time.</summary>
/// <remarks>The run's streams have ended, so their rows stand still. With 700,000 memberships the checks take 0.5 s of processor time, nearly all of it where members are looked up among accounts.</remarks>
public sealed class CheckMaker(HostStore store)
{
    private const int AtOnce = 2;
    private const int CacheKibibytes = 8 * 1024;

    /// <summary>The checks of each stream, by its id.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<StreamCheck>>> MakeAsync(long runId, CancellationToken cancellationToken)
    {
        try
        {
            var parts = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(part => Task.Run(() => MakeAsync(runId, part, cancellationToken), cancellationToken)));

            return parts.SelectMany(part => part).ToDictionary(StringComparer.Ordinal);
        }
        catch (DbException exception) when (StoreFailure.IsOne(exception))
        {
            throw StoreFailure.Explain(exception, store.Name);
        }
    }

    private async Task<Dictionary<string, IReadOnlyList<StreamCheck>>> MakeAsync(long runId, int part, CancellationToken cancellationToken)
    {
        await using var connection = await store.ConnectAsync(CacheKibibytes, cancellationToken);
        await using var database = store.Open(connection);
        var run = await database.Runs.AsNoTracking().Include(entity => entity.Streams).SingleAsync(entity => entity.Id == runId, cancellationToken);
        var pluginId = await database.Connectors.Where(entity => entity.Id == run.ConnectorId).Select(entity => entity.PluginId).SingleAsync(cancellationToken);
        StoreSession session = new(connection, database, store.Dialect, cancellationToken);
        var schemas = run.Streams.Select(stream => InventoryTables.Find(database, pluginId, stream.StreamId)).OfType<InventorySchema>().ToList();
        CrossChecks checks = new(session, schemas, run.Streams, run.ConnectorId, runId);

        // The biggest stream has about half of the work.
        var mine = run.Streams.OrderByDescending(stream => stream.RowCount ?? 0).ThenBy(stream => stream.Ordinal).Where((_, place) => Math.Min(place, AtOnce - 1) == part);

        return mine.ToDictionary(stream => stream.StreamId, checks.Of, StringComparer.Ordinal);
    }
}
