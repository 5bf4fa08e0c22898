using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Licences;

/// <summary>The published runs up to one, and in which of them each stream was complete.</summary>
internal sealed class RunHistory
{
    private readonly ILookup<string, long> _complete;

    private RunHistory(RunLine runs, IReadOnlyDictionary<string, StreamRun> states, ILookup<string, long> complete) => (Runs, States, _complete) = (runs, states, complete);

    public RunLine Runs { get; }

    /// <summary>How the streams ended in the last of them.</summary>
    public IReadOnlyDictionary<string, StreamRun> States { get; }

    public static async Task<RunHistory> ReadAsync(IDbContextFactory<HostDatabase> databases, InventorySource source, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var published = database.Runs.AsNoTracking().Where(run => run.ConnectorId == source.Connector.Id && run.State == RunState.Published && run.Id <= source.RunId);
        var runs = (await published.OrderBy(run => run.Id).Select(run => new { run.Id, run.StartedAt, run.QueuedAt, run.PrunedAt }).ToListAsync(cancellationToken))
            .ConvertAll(run => new KnownRun(run.Id, run.StartedAt ?? run.QueuedAt, run.PrunedAt is not null));
        var states = await database.StreamRuns.AsNoTracking().Where(stream => stream.RunId == source.RunId).ToDictionaryAsync(stream => stream.StreamId, cancellationToken);
        var complete = (await (from stream in database.StreamRuns join run in published on stream.RunId equals run.Id where stream.State == StreamState.Complete select new { stream.StreamId, stream.RunId })
            .ToListAsync(cancellationToken)).ToLookup(stream => stream.StreamId, stream => stream.RunId);

        return new(new(runs), states, complete);
    }

    /// <summary>The runs in which a stream was complete, the first one first.</summary>
    public IReadOnlyList<KnownRun> Complete(string streamId) => [.. _complete[streamId].Order().Select(Runs.Find).OfType<KnownRun>()];
}
