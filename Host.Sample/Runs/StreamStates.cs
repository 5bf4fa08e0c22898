using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Runs;

/// <summary>The door to what a connector remembers from one run to the next.</summary>
public sealed class StreamStates(
    IDbContextFactory<HostDatabase> databases, StoreWriter writer, CurrentActor current, AuditTrail audit, TimeProvider clock)
{
    /// <summary>What is remembered of each stream that was ever collected. Needs no plugin.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public async Task<IReadOnlyList<StreamStateView>> ListAsync(string connector, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        var streams = await StreamsAsync(database, owner, cancellationToken);
        var resets = await database.StreamResets.AsNoTracking().Where(reset => reset.ConnectorId == owner.Id).ToDictionaryAsync(reset => reset.StreamId, cancellationToken);

        return
        [
            .. streams.Select(stream => new StreamStateView
            {
                StreamId = stream,
                HighWaterMark = StreamMarks.Last(database, owner.Id, stream),
                LastCompleteRunId = StreamMarks.LastComplete(database, owner.Id, stream),
                ResetAt = resets.GetValueOrDefault(stream)?.At,
                ResetWhy = resets.GetValueOrDefault(stream)?.Why,
            }),
        ];
    }

    /// <summary>Drops what is remembered: the next run asks for everything again. Rows stay.</summary>
    /// <param name="connector">The connector's name or number.</param>
    /// <param name="streamId">The stream; null: all of them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Conflict"/> while the connector runs.</exception>
    public async Task ResetAsync(string connector, string? streamId, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Operator);
        Connector owner;
        List<string> known;

        await using (var database = await databases.CreateDbContextAsync(cancellationToken))
        {
            owner = ConnectorLookup.Find(database, connector);
            known = await StreamsAsync(database, owner, cancellationToken);
        }

        if (streamId is not null && !known.Contains(streamId))
        {
            throw new HostException(
                HostProblem.NotFound,
                $"The connector '{owner.Name}' remembers nothing of a stream of that name.",
                known.Count == 0 ? "It has not been run yet; there is nothing to drop." : $"Name one of: {string.Join(", ", known)}.");
        }

        await writer.WriteAsync(
            write =>
            {
                if (write.Database.Runs.FirstOrDefault(run => run.ConnectorId == owner.Id && (run.State == RunState.Queued || run.State == RunState.Running)) is { } active)
                {
                    throw new HostException(HostProblem.Conflict, $"The connector '{owner.Name}' is at work: run {active.Id} goes on from what would be dropped.", $"Wait until run {active.Id} has ended, or cancel it.");
                }

                var last = write.Database.Runs.Where(run => run.ConnectorId == owner.Id).Max(run => (long?)run.Id) ?? 0;
                StreamMarks.Reset(write.Database, owner.Id, streamId is null ? known : [streamId], last, clock.GetUtcNow(), $"{current.Name} asked for it.");
                audit.Add(write.Database, "connector.state_reset", owner.Name, streamId ?? "all streams");
                write.Database.SaveChanges();
            },
            cancellationToken);
    }

    private static Task<List<string>> StreamsAsync(HostDatabase database, Connector connector, CancellationToken cancellationToken) => (
        from stream in database.StreamRuns
        join run in database.Runs on stream.RunId equals run.Id
        where run.ConnectorId == connector.Id
        group stream by stream.StreamId into streams
        orderby streams.Min(stream => stream.Ordinal), streams.Key
        select streams.Key).ToListAsync(cancellationToken);
}
