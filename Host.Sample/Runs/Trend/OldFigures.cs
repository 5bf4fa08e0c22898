using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Runs.Proof;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Runs.Trend;

/// <summary>Counts what runs of earlier versions of the host did not write down, for as long as their rows are there.</summary>
public sealed class OldFigures(IDbContextFactory<HostDatabase> databases, StoreWriter writer)
{
    /// <summary>The figures of a run: as it wrote them down, else counted; null when its rows are gone.</summary>
    /// <param name="connector">Whose run.</param>
    /// <param name="run">The run, with its streams.</param>
    /// <param name="cancellationToken">Ends the counting.</param>
    public async Task<RunFigures?> ReadAsync(Connector connector, Run run, CancellationToken cancellationToken)
    {
        if (RunFigures.Of(run) is { } known || run.PrunedAt is not null)
        {
            return RunFigures.Of(run);
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.Database.OpenConnectionAsync(cancellationToken);
        var read = StoreSession.Over(database, cancellationToken);
        List<InventorySchema> schemas =
            [.. run.Streams.OrderBy(stream => stream.Ordinal).Select(stream => InventoryTables.Find(database, connector.PluginId, stream.StreamId)).OfType<InventorySchema>()];

        return new FiguresReader(read, schemas, connector.Id).Read(run.Id, run.Streams);
    }

    /// <summary>Writes down what runs have not, before their rows go.</summary>
    public async Task FillAsync(Connector connector, IReadOnlyList<long> runs, CancellationToken cancellationToken)
    {
        foreach (var id in runs)
        {
            Run run;

            await using (var database = await databases.CreateDbContextAsync(cancellationToken))
            {
                run = await database.Runs.AsNoTracking().Include(entity => entity.Streams).SingleAsync(entity => entity.Id == id, cancellationToken);
            }

            if (run is { FiguresJson: null, PrunedAt: null } && await ReadAsync(connector, run, cancellationToken) is { } figures)
            {
                await writer.WriteAsync(
                    write => write.Database.Runs.Where(entity => entity.Id == id).ExecuteUpdate(set => set.SetProperty(entity => entity.FiguresJson, JsonSerializer.Serialize(figures))),
                    cancellationToken);
            }
        }
    }
}
