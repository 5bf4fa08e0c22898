using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Host.Sample.Insights;

/// <summary>What a software-asset analyst looks at first, for any connector: drawn from what its columns and streams mean, never from their names.</summary>
/// <remarks>Figures of published runs are remembered: such a run never changes.</remarks>
public sealed class InsightService(IDbContextFactory<HostDatabase> databases, InventoryReader inventory, SummaryReader summaries, Comparisons comparisons, ChangeReader changes) : IDisposable
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
    /// <param name="from">The earlier run or moment; 0: before the first; default: the one published before <paramref name="to"/>.</param>
    /// <param name="to">The later run or moment; default: the published one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException">As <see cref="Comparisons.OpenAsync"/>.</exception>
    public async Task<InventoryChanges> ChangesAsync(string connector, AsOf from, AsOf to, CancellationToken cancellationToken)
    {
        var compared = await comparisons.OpenAsync(connector, from, to, cancellationToken);

        return await RememberedAsync(("changes", compared.ToRun, compared.FromRun), compared.Source, async () =>
        {
            List<StreamChanges> streams = [];

            foreach (var schema in compared.Source.Schemas)
            {
                streams.Add(await changes.CountAsync(compared.Source.Connector.Id, schema, compared.FromRun, compared.ToRun, cancellationToken));
            }

            return new InventoryChanges(compared.FromRun, compared.ToRun, streams);
        });
    }

    /// <summary>The rows of a stream that came, changed or went, as they are read.</summary>
    /// <inheritdoc cref="ChangesAsync"/>
    public async IAsyncEnumerable<RowChange> RowChangesAsync(
        string connector,
        string stream,
        AsOf from,
        AsOf to,
        int take,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var compared = await comparisons.OpenAsync(connector, from, to, cancellationToken);
        var schema = InventoryReader.Schema(compared.Source, stream);
        var left = take;

        if (left <= 0)
        {
            yield break;
        }

        await foreach (var change in changes.RowsAsync(compared.Source, schema, compared.FromRun, cancellationToken))
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
}
