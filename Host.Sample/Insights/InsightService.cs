using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Host.Sample.Insights;

/// <summary>What a software-asset analyst looks at first, for any connector: drawn from what its columns and streams mean, never from their names.</summary>
/// <remarks>Figures of published runs are remembered: such a run never changes.</remarks>
public sealed class InsightService(IDbContextFactory<HostDatabase> databases, InventoryReader inventory, SummaryReader summaries, ChangeReader changes) : IDisposable
{
    private const int Most = 200;

    private readonly MemoryCache _figures = new(new MemoryCacheOptions { SizeLimit = Most });

    public void Dispose() => _figures.Dispose();

    /// <summary>The inventory at a glance.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="asOf">As of when.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException">As <see cref="InventoryReader.OpenAsync"/>.</exception>
    public async Task<InventorySummary> SummaryAsync(string connector, AsOf asOf, CancellationToken cancellationToken)
    {
        var source = await inventory.OpenAsync(connector, asOf, cancellationToken);

        // All but the name, which can be changed.
        var figures = await RememberedAsync(("summary", source.RunId, 0L), source, async () =>
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var run = await database.Runs.AsNoTracking().Include(run => run.Streams).SingleAsync(run => run.Id == source.RunId, cancellationToken);

            return await summaries.ReadAsync(source, run, cancellationToken);
        });

        return figures with { Connector = source.Connector.Name };
    }

    /// <summary>How many rows of each stream came, changed and went between two runs.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="fromRun">The earlier run; 0: before the first; null: the one published before <paramref name="toRun"/>.</param>
    /// <param name="toRun">The later run; null: the published one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException">As <see cref="InventoryReader.OpenAsync"/>; <see cref="HostProblem.Usage"/> when the runs are in the wrong order; <see cref="HostProblem.NotFound"/> when there is no earlier one.</exception>
    public async Task<InventoryChanges> ChangesAsync(string connector, long? fromRun, long? toRun, CancellationToken cancellationToken)
    {
        var (source, from) = await OpenAsync(connector, fromRun, toRun, cancellationToken);

        return await RememberedAsync(("changes", source.RunId, from), source, async () =>
        {
            List<StreamChanges> streams = [];

            foreach (var schema in source.Schemas)
            {
                streams.Add(await changes.CountAsync(source.Connector.Id, schema, from, source.RunId, cancellationToken));
            }

            return new InventoryChanges(from, source.RunId, streams);
        });
    }

    /// <summary>The rows of a stream that came, changed or went, as they are read.</summary>
    /// <inheritdoc cref="ChangesAsync"/>
    public async IAsyncEnumerable<RowChange> RowChangesAsync(
        string connector,
        string stream,
        long? fromRun,
        long? toRun,
        int take,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (source, from) = await OpenAsync(connector, fromRun, toRun, cancellationToken);
        var schema = InventoryReader.Schema(source, stream);
        var left = take;

        if (left <= 0)
        {
            yield break;
        }

        await foreach (var change in changes.RowsAsync(source.Connector.Id, schema, from, source.RunId, cancellationToken))
        {
            yield return change;

            if (--left == 0)
            {
                yield break;
            }
        }
    }

    // Counting a big inventory takes seconds of a thread: not the caller's, who may be drawing a page.
    private async Task<T> RememberedAsync<T>((string What, long Run, long From) figures, InventorySource source, Func<Task<T>> count)
        where T : notnull
    {
        if (!_figures.TryGetValue((source.Connector.Id, figures), out T? known) || known is null)
        {
            known = await Task.Run(count);
            _figures.Set((source.Connector.Id, figures), known, new MemoryCacheEntryOptions { Size = 1 });
        }

        return known;
    }

    private async Task<(InventorySource Source, long FromRun)> OpenAsync(string connector, long? fromRun, long? toRun, CancellationToken cancellationToken)
    {
        var source = await inventory.OpenAsync(connector, toRun, cancellationToken);

        if (fromRun is { } given)
        {
            if (given >= source.RunId)
            {
                throw new HostException(HostProblem.Usage, $"Run {given} is not before run {source.RunId}.", "Name the earlier run first.");
            }

            if (given != 0)
            {
                await inventory.OpenAsync(connector, given, cancellationToken);
            }

            return (source, given);
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var before = await database.Runs
            .Where(run => run.ConnectorId == source.Connector.Id && run.State == RunState.Published && run.Id < source.RunId)
            .MaxAsync(run => (long?)run.Id, cancellationToken);

        return (source, before ?? throw new HostException(
            HostProblem.NotFound, $"There is no run before {source.RunId} to compare with.", "Run the connector once more, or compare with 0, which is before the first run."));
    }
}
