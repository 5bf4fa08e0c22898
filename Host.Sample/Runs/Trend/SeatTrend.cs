using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs.Trend;

/// <summary>Accounts and seats over time, a point a published run, those whose rows were pruned included.</summary>
public sealed class SeatTrend(IDbContextFactory<HostDatabase> databases, OldFigures figures)
{
    /// <param name="connector">Name or id.</param>
    /// <param name="from">The first run, or the one that was published at a moment; default: the first of all.</param>
    /// <param name="to">The last run or moment; default: the published one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: no such connector, or nothing published yet; <see cref="HostProblem.Usage"/>: the wrong order.</exception>
    public async Task<IReadOnlyList<TrendPoint>> ReadAsync(string connector, AsOf from, AsOf to, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        var published = database.Runs.AsNoTracking().Where(run => run.ConnectorId == owner.Id && run.State == RunState.Published);
        var last = await BoundAsync(published, to, cancellationToken) ?? owner.PublishedRunId
            ?? throw new HostException(HostProblem.NotFound, $"The connector '{owner.Name}' has no inventory yet.", $"Run it: connectors run \"{owner.Name}\".");
        var first = await BoundAsync(published, from, cancellationToken) ?? 0;

        if (first > last)
        {
            throw new HostException(HostProblem.Usage, $"Run {first} is not before run {last}.", "Name the earlier run or moment first.");
        }

        var runs = await published.Where(run => run.Id >= first && run.Id <= last).Include(run => run.Streams).OrderBy(run => run.Id).ToListAsync(cancellationToken);

        return await PointsAsync(database, owner, runs, cancellationToken);
    }

    /// <summary>The last points up to a run, the first one first.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="last">The last run.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<TrendPoint>> LastAsync(Connector owner, long last, int most, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var runs = await database.Runs.AsNoTracking().Where(run => run.ConnectorId == owner.Id && run.State == RunState.Published && run.Id <= last)
            .OrderByDescending(run => run.Id).Take(most).Include(run => run.Streams).ToListAsync(cancellationToken);
        runs.Reverse();

        return await PointsAsync(database, owner, runs, cancellationToken);
    }

    private async Task<IReadOnlyList<TrendPoint>> PointsAsync(HostDatabase database, Connector owner, List<Run> runs, CancellationToken cancellationToken)
    {
        var tables = (await InventoryTables.ListAsync(database, owner.PluginId, cancellationToken)).ToDictionary(schema => schema.Description.Id);
        List<TrendPoint> points = [];

        foreach (var run in runs)
        {
            points.Add(await PointAsync(owner, run, tables, cancellationToken));
        }

        return points;
    }

    private static async Task<long?> BoundAsync(IQueryable<Run> published, AsOf bound, CancellationToken cancellationToken) => bound.Moment is { } moment
        ? await published.Where(run => (run.DecidedAt ?? run.EndedAt) <= moment).MaxAsync(run => (long?)run.Id, cancellationToken) ?? 0
        : bound.RunId;

    private async Task<TrendPoint> PointAsync(Connector owner, Run run, Dictionary<string, InventorySchema> tables, CancellationToken cancellationToken)
    {
        var known = await figures.ReadAsync(owner, run, cancellationToken);
        List<string> remarks = [];
        var accounts = IsWhole(run, Find(run, tables, StreamSubject.Accounts, ColumnSemantic.AccountId), remarks) ? known : null;
        var seats = IsWhole(run, Find(run, tables, StreamSubject.Seats, ColumnSemantic.SeatBilled) ?? Find(run, tables, StreamSubject.Accounts, ColumnSemantic.SeatBilled), remarks) ? known : null;

        if (known is null)
        {
            remarks.Add("Its rows were pruned before it was counted.");
        }

        return new(
            run.Id,
            run.DecidedAt ?? run.EndedAt ?? run.QueuedAt,
            run.PrunedAt is not null,
            accounts?.Accounts,
            accounts?.ActiveAccounts,
            seats?.SeatsBilled,
            seats?.SeatsNotBilled,
            seats?.SeatsUnknown,
            [.. remarks.Distinct()]);
    }

    private static StreamRun? Find(Run run, Dictionary<string, InventorySchema> tables, StreamSubject subject, ColumnSemantic semantic) => run.Streams.OrderBy(stream => stream.Ordinal)
        .FirstOrDefault(stream => tables.TryGetValue(stream.StreamId, out var schema) && schema.Description.Subject == subject && new StreamMeaning(schema).Has(semantic));

    // What a stream kept from an earlier run, or brought in part, says nothing of how many there were then.
    private static bool IsWhole(Run run, StreamRun? stream, List<string> remarks)
    {
        if (stream is { State: not StreamState.Complete })
        {
            remarks.Add($"The stream {stream.StreamId} was {stream.State.ToString().ToLowerInvariant()} in run {run.Id}.");
        }

        return stream is { State: StreamState.Complete };
    }
}
