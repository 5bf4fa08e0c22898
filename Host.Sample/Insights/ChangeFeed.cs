using System.Runtime.CompilerServices;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Insights;

/// <summary>The changes between two runs as typed events, read one by one: applied to the rows of the earlier run they give those of the later one.</summary>
public sealed class ChangeFeed(IDbContextFactory<HostDatabase> databases, Comparisons comparisons, ChangeReader changes)
{
    /// <summary>Finds the two runs; nothing of the inventory is read yet.</summary>
    /// <inheritdoc cref="Comparisons.OpenAsync"/>
    public async Task<OpenFeed> OpenAsync(string connector, AsOf from, AsOf to, CancellationToken cancellationToken)
    {
        var compared = await comparisons.OpenAsync(connector, from, to, cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var runs = await database.Runs.AsNoTracking()
            .Where(run => run.ConnectorId == compared.Source.Connector.Id && run.State == RunState.Published && run.Id >= compared.FromRun && run.Id <= compared.ToRun)
            .ToDictionaryAsync(run => run.Id, run => new FeedRun(run.EndedAt, run.PrunedAt != null), cancellationToken);
        var states = await (
            from stream in database.StreamRuns.AsNoTracking()
            join run in database.Runs on stream.RunId equals run.Id
            where run.ConnectorId == compared.Source.Connector.Id && run.Id <= compared.ToRun && run.State == RunState.Published
                && (stream.State == StreamState.Complete || stream.State == StreamState.Partial)
            orderby run.Id
            select new { stream.StreamId, run.Id, stream.State }).ToListAsync(cancellationToken);

        return new(
            compared,
            new(compared.FromRun, runs.GetValueOrDefault(compared.FromRun)?.EndedAt, compared.ToRun, runs[compared.ToRun].EndedAt ?? default),
            runs,
            [.. states.Select(state => state.StreamId)],
            [.. states.Where(state => state.Id <= compared.FromRun).GroupBy(state => state.StreamId).Where(group => group.Last().State is StreamState.Complete).Select(group => group.Key)]);
    }

    /// <summary>The events: stream by stream in the order of the catalogue; within a stream as <see cref="ChangeReader.RowsAsync"/>.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>, <see cref="HostProblem.NotFound"/>: no such kind, no such stream; <see cref="HostProblem.StoreUnavailable"/>.</exception>
    public async IAsyncEnumerable<FeedEvent> ReadAsync(OpenFeed feed, FeedQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var schema in feed.Schemas(query))
        {
            FeedClassifier classifier = new(schema, feed.IsAppLog(schema));

            await foreach (var change in changes.RowsAsync(feed.Compared.Source, schema, feed.Span.FromRun, cancellationToken))
            {
                if (!query.Fits(change))
                {
                    continue;
                }

                var run = feed.RunOf(change);

                foreach (var (kind, columns) in classifier.Parts(change))
                {
                    if (query.Wants(kind))
                    {
                        yield return new()
                        {
                            Kind = kind,
                            Change = change.Kind,
                            StreamId = schema.Description.Id,
                            Key = change.Key,
                            Name = change.Name,
                            AccountId = classifier.AccountOf(change),
                            Old = change.Old is { } old ? Values(old, columns, schema) : null,
                            New = change.New is { } now ? Values(now, columns, schema) : null,
                            Run = run,
                            At = run is { } known ? feed.Runs.GetValueOrDefault(known)?.EndedAt : null,
                            MayBeOlder = change.Kind is RowChangeKind.Added && !feed.WasWhole(schema),
                        };
                    }
                }
            }
        }
    }

    private static List<FeedValue> Values(InventoryRow row, IReadOnlyList<int> columns, InventorySchema schema) =>
        [.. columns.Select(column => new FeedValue(schema.Columns[column].Name, schema.Columns[column].Type, row.Values[column]))];
}
