using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Runs;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Insights;

/// <summary>The change feed run by run, in parts that a person can read.</summary>
public sealed class FeedTimeline(IDbContextFactory<HostDatabase> databases, InventoryReader inventory, ChangeFeed feed)
{
    /// <summary>How many events of a step are looked at: reading them takes about a second.</summary>
    public const int MostEvents = 20_000;

    /// <summary>The published runs whose rows are kept, the latest first, each with the one before it.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="to">The latest of them; default: the published run.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException">As <see cref="InventoryReader.OpenAsync"/>.</exception>
    public async Task<IReadOnlyList<FeedStep>> StepsAsync(string connector, AsOf to, int skip, int take, CancellationToken cancellationToken)
    {
        var source = await inventory.OpenAsync(connector, to, cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var runs = await database.Runs.AsNoTracking().Include(run => run.Streams)
            .Where(run => run.ConnectorId == source.Connector.Id && run.State == RunState.Published && run.PrunedAt == null && run.Id <= source.RunId)
            .OrderByDescending(run => run.Id).Skip(skip).Take(take + 1).ToListAsync(cancellationToken);

        return [.. runs.Take(take).Select((run, position) => new FeedStep(position + 1 < runs.Count ? runs[position + 1].Id : 0, run.Id, run.DecidedAt ?? run.EndedAt ?? run.QueuedAt, run.Verdict()))];
    }

    /// <summary>Looks at what lies between two runs: how many events of each kind, and some of them.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="from">The earlier run or moment.</param>
    /// <param name="to">The later one.</param>
    /// <param name="query">Which events are wanted; kinds are counted whether they are wanted or not.</param>
    /// <param name="skip">How many of the wanted ones to pass over.</param>
    /// <param name="take">How many of them at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException">As <see cref="ChangeFeed.OpenAsync"/> and <see cref="ChangeFeed.ReadAsync"/>.</exception>
    public async Task<FeedLook> LookAsync(string connector, AsOf from, AsOf to, FeedQuery query, int skip, int take, CancellationToken cancellationToken)
    {
        query.Check();
        var open = await feed.OpenAsync(connector, from, to, cancellationToken);

        // Reading takes up to a second of a thread: not the caller's, who may be drawing a page.
        return await Task.Run(() => GatherAsync(open, query, skip, take, cancellationToken), cancellationToken);
    }

    private async Task<FeedLook> GatherAsync(OpenFeed open, FeedQuery query, int skip, int take, CancellationToken cancellationToken)
    {
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        List<FeedEvent> events = [];
        var (looked, wanted) = (0, 0L);

        await foreach (var change in feed.ReadAsync(open, query with { Kinds = [] }, cancellationToken))
        {
            if (looked == MostEvents)
            {
                return new(open.Span, counts, wanted, events, IsWhole: false);
            }

            looked++;
            counts[change.Kind] = counts.GetValueOrDefault(change.Kind) + 1;

            if (query.Wants(change.Kind) && wanted++ >= skip && events.Count < take)
            {
                events.Add(change);
            }
        }

        return new(open.Span, counts, wanted, events, IsWhole: true);
    }
}
