using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Licences;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Host.Sample.Insights;

/// <summary>What a software-asset analyst looks at first, for any connector: drawn from what its columns and streams mean, never from their names.</summary>
/// <remarks>What takes long is kept or remembered: a published run never changes, unless somebody is erased or runs before it are pruned.</remarks>
public sealed class InsightService : IDisposable
{
    private const int Most = 200;

    private readonly IDbContextFactory<HostDatabase> _databases;
    private readonly InventoryReader _inventory;
    private readonly SummaryReader _summaries;
    private readonly Comparisons _comparisons;
    private readonly ChangeReader _changes;
    private readonly KeptFigures _kept;
    private readonly FiguresCatalogue _catalogue;
    private readonly FiguresBasis _basis;
    private readonly MemoryCache _figures = new(new MemoryCacheOptions { SizeLimit = Most });

    internal InsightService(
        IDbContextFactory<HostDatabase> databases, InventoryReader inventory, SummaryReader summaries, Comparisons comparisons, ChangeReader changes, KeptFigures kept, FiguresCatalogue catalogue, FiguresBasis basis) =>
        (_databases, _inventory, _summaries, _comparisons, _changes, _kept, _catalogue, _basis) = (databases, inventory, summaries, comparisons, changes, kept, catalogue, basis);

    public void Dispose() => _figures.Dispose();

    /// <summary>The inventory at a glance.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="asOf">As of when.</param>
    /// <param name="cancellationToken">Ends the waiting; what is being worked out goes on.</param>
    /// <exception cref="HostException">As <see cref="InventoryReader.OpenAsync"/>.</exception>
    public async Task<InventorySummary> SummaryAsync(string connector, AsOf asOf, CancellationToken cancellationToken)
    {
        var source = await _inventory.OpenAsync(connector, asOf, cancellationToken);
        var counts = await _kept.GetAsync(_catalogue.Inventory, source, cancellationToken);
        await using var database = await _databases.CreateDbContextAsync(cancellationToken);
        var run = await database.Runs.AsNoTracking().Include(run => run.Streams).SingleAsync(run => run.Id == source.RunId, cancellationToken);

        return new()
        {
            Connector = source.Connector.Name,
            RunId = run.Id,
            AsOf = run.StartedAt ?? run.QueuedAt,
            Tenant = await _summaries.TenantAsync(source, cancellationToken),
            Accounts = counts.Accounts,
            Seats = counts.Seats,
            Activity = await ActivityAsync(source, cancellationToken),
            Apps = await _summaries.AppsAsync(source, cancellationToken),
            Spaces = counts.Spaces,
            Groups = counts.Groups,
            Gaps = SummaryReader.Gaps(run),
        };
    }

    /// <summary>How many rows of each stream came, changed and went between two runs.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="from">The earlier run or moment; 0: before the first; default: the one published before <paramref name="to"/>.</param>
    /// <param name="to">The later run or moment; default: the published one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException">As <see cref="Comparisons.OpenAsync"/>.</exception>
    public async Task<InventoryChanges> ChangesAsync(string connector, AsOf from, AsOf to, CancellationToken cancellationToken)
    {
        var compared = await _comparisons.OpenAsync(connector, from, to, cancellationToken);

        return await RememberedAsync(("changes", compared.ToRun, compared.FromRun), compared.Source, async () =>
        {
            List<StreamChanges> streams = [];

            foreach (var schema in compared.Source.Schemas)
            {
                streams.Add(await _changes.CountAsync(compared.Source.Connector.Id, schema, compared.FromRun, compared.ToRun, cancellationToken));
            }

            return new InventoryChanges(compared.FromRun, compared.ToRun, streams);
        }, cancellationToken);
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
        var compared = await _comparisons.OpenAsync(connector, from, to, cancellationToken);
        var schema = InventoryReader.Schema(compared.Source, stream);
        var left = take;

        if (left <= 0)
        {
            yield break;
        }

        await foreach (var change in _changes.RowsAsync(compared.Source, schema, compared.FromRun, cancellationToken))
        {
            yield return change;

            if (--left == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>Ages of use, by the rule of licence positions; null when no accounts were collected, or nothing shows signs of use.</summary>
    private async Task<ActivityFigures?> ActivityAsync(InventorySource source, CancellationToken cancellationToken)
    {
        try
        {
            var licences = await _kept.GetAsync(_catalogue.Licences, source, cancellationToken);

            return licences.Signs.Count == 0
                ? null
                : new(
                    licences.Signs,
                    licences.Ages[UseAge.Today],
                    licences.Ages[UseAge.Within7Days],
                    licences.Ages[UseAge.Within30Days],
                    licences.Ages[UseAge.Within90Days],
                    licences.Ages[UseAge.Older],
                    licences.Ages[UseAge.NoEvidence],
                    licences.SignsFrom);
        }
        catch (HostException exception) when (exception.Problem is HostProblem.Conflict)
        {
            return null;
        }
    }

    // Counting a big inventory takes seconds of a thread: not the caller's, who may be drawing a page.
    private async Task<T> RememberedAsync<T>((string What, long Run, long From) figures, InventorySource source, Func<Task<T>> count, CancellationToken cancellationToken)
        where T : notnull
    {
        var key = (source.Connector.Id, figures, await _basis.OfAsync(source, cancellationToken));

        if (!_figures.TryGetValue(key, out T? known) || known is null)
        {
            known = await Task.Run(count);
            _figures.Set(key, known, new MemoryCacheEntryOptions { Size = 1 });
        }

        return known;
    }
}
