using System.Runtime.CompilerServices;
using Host.Sample.Access;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Runs.Guard;
using Host.Sample.Runs.Retention;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Runs;

/// <summary>The door to runs.</summary>
public sealed class RunService(
    IDbContextFactory<HostDatabase> databases, StoreWriter writer, RunExecutor executor, RunRetention retention, IConnectorOpener opener, RunProgress progress, CurrentActor current, AuditTrail audit, TimeProvider clock)
{
    private static readonly TimeSpan WatchPoll = TimeSpan.FromSeconds(1);

    /// <summary>Notes a run down; somebody has to execute it.</summary>
    /// <param name="connector">The connector's name or id.</param>
    /// <param name="trigger">Who or what asks: <c>cli</c>, <c>rest</c>, <c>demo</c>.</param>
    /// <param name="isFull">Whether everything is to be asked for, whatever is known.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Conflict"/> while the connector runs, with that run's number; <see cref="HostProblem.FeatureDisabled"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public Task<Run> QueueAsync(string connector, string trigger, bool isFull, CancellationToken cancellationToken) => QueueAsync(connector, trigger, isFull, isDryRun: false, cancellationToken);

    /// <inheritdoc cref="QueueAsync(string, string, bool, CancellationToken)"/>
    /// <param name="connector">The connector's name or id.</param>
    /// <param name="trigger">Who or what asks.</param>
    /// <param name="isFull">Whether everything is to be asked for.</param>
    /// <param name="isDryRun">Whether it only tries: it says what it would change and whether the change guard would hold it, and is taken back. Refused while a run is held.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<Run> QueueAsync(string connector, string trigger, bool isFull, bool isDryRun, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Operator);
        Connector owner;

        await using (var database = await databases.CreateDbContextAsync(cancellationToken))
        {
            owner = ConnectorLookup.Find(database, connector);
        }

        await opener.RequireEnabledAsync(owner, cancellationToken);

        return await writer.WriteAsync(
            owner.Id,
            write =>
            {
                if (write.Database.Runs.FirstOrDefault(run => run.ConnectorId == owner.Id && (run.State == RunState.Queued || run.State == RunState.Running)) is { } active)
                {
                    throw new HostException(
                        HostProblem.Conflict,
                        $"The connector '{owner.Name}' is at work already: run {active.Id} is {active.State.ToString().ToLowerInvariant()}.",
                        $"Wait until run {active.Id} has ended, or cancel it.");
                }

                if (isDryRun && write.Database.Runs.FirstOrDefault(run => run.ConnectorId == owner.Id && run.State == RunState.Held) is { } held)
                {
                    throw new HostException(
                        HostProblem.Conflict,
                        $"Run {held.Id} of the connector '{owner.Name}' is held: a dry run would have to take its place.",
                        $"Accept or reject run {held.Id} first.");
                }

                Run queued = new() { ConnectorId = owner.Id, State = RunState.Queued, Trigger = trigger, IsFull = isFull, IsDryRun = isDryRun, QueuedAt = clock.GetUtcNow() };
                write.Database.Runs.Add(queued);
                audit.Add(write.Database, "run.queued", owner.Name, $"{(isDryRun ? "a dry run, " : "")}{(isFull ? "in full, " : "")}by {trigger}");
                write.Database.SaveChanges();

                return queued;
            },
            cancellationToken);
    }

    /// <summary>Executes a run here until it ends; takes it up where a dead process has left it.</summary>
    /// <returns>The run as it ended.</returns>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Conflict"/> when another process executes it; what kept the connector from being opened; the store.</exception>
    /// <exception cref="OperationCanceledException">This process is to stop; the run can be taken up again.</exception>
    public async Task<Run> ExecuteAsync(long runId, CancellationToken cancellationToken)
    {
        var run = await GetAsync(runId, cancellationToken);
        await using var lease = await writer.TryLeaseAsync(run.ConnectorId, cancellationToken)
            ?? throw new HostException(HostProblem.Conflict, $"Run {runId} is being executed by another process.", $"Wait until it has ended; 'runs show {runId}' tells how far it is.");

        await using (var database = await databases.CreateDbContextAsync(cancellationToken))
        {
            // Read again: whoever held the lock before may have ended it.
            run = await database.Runs.AsNoTracking().SingleAsync(entity => entity.Id == runId, cancellationToken);

            if (run.State is RunState.Queued or RunState.Running)
            {
                var connector = await database.Connectors.AsNoTracking().SingleAsync(entity => entity.Id == run.ConnectorId, cancellationToken);
                await executor.ExecuteAsync(run, connector, lease, cancellationToken);
                await retention.AfterRunAsync(connector.Id, cancellationToken);
            }
        }

        return await GetAsync(runId, cancellationToken);
    }

    /// <summary>Asks a run to end; its changes are taken back.</summary>
    /// <returns>The run; a queued one has ended already, a running one ends soon.</returns>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Conflict"/> when it has ended.</exception>
    public async Task<Run> CancelAsync(long runId, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Operator);
        var run = await GetAsync(runId, cancellationToken);

        if (run.State is not (RunState.Queued or RunState.Running))
        {
            throw new HostException(HostProblem.Conflict, $"Run {runId} has ended: {RunWords.State(run.State)}.", "There is nothing to cancel.");
        }

        await writer.WriteAsync(
            run.ConnectorId,
            write =>
            {
                write.Database.Runs.Where(entity => entity.Id == runId).ExecuteUpdate(set => set.SetProperty(entity => entity.CancelRequested, true));
                audit.Add(write.Database, "run.cancelled", $"run {runId}", null);
                write.Database.SaveChanges();
            },
            cancellationToken);
        progress.Find(runId)?.Cancel();

        // Nobody executes it: neither this process nor another one. It ends here and now, without the plugin.
        await using var lease = await writer.TryLeaseAsync(run.ConnectorId, cancellationToken);

        if (lease is not null)
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var idle = await database.Runs.AsNoTracking().SingleAsync(entity => entity.Id == runId, cancellationToken);

            if (idle.State is RunState.Queued or RunState.Running)
            {
                var connector = await database.Connectors.AsNoTracking().SingleAsync(entity => entity.Id == run.ConnectorId, cancellationToken);
                await executor.ExecuteAsync(idle, connector, lease, cancellationToken);
            }
        }

        return await GetAsync(runId, cancellationToken);
    }

    /// <summary>Runs, the latest first, their streams included.</summary>
    public Task<IReadOnlyList<Run>> ListAsync(string? connector, int take, CancellationToken cancellationToken) => ListAsync(connector, null, take, cancellationToken);

    /// <inheritdoc cref="ListAsync(string?, int, CancellationToken)"/>
    /// <param name="connector">Only those of this connector, by name or id; null: of all.</param>
    /// <param name="state">Only those in this state; null: in any.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<IReadOnlyList<Run>> ListAsync(string? connector, RunState? state, int take, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = connector is null ? null : ConnectorLookup.Find(database, connector);
        var runs = await database.Runs.AsNoTracking()
            .Include(run => run.Streams)
            .Where(run => owner == null || run.ConnectorId == owner.Id)
            .Where(run => state == null || run.State == state)
            .OrderByDescending(run => run.Id)
            .Take(take)
            .ToListAsync(cancellationToken);
        runs.ForEach(Sort);

        return runs;
    }

    /// <summary>The runs that wait for a person's decision, the one that has waited longest first.</summary>
    public async Task<IReadOnlyList<HeldRun>> HeldAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        // Whole records carry certificates, and this is asked for all the time.
        var held = await (
            from run in database.Runs
            join connector in database.Connectors on run.ConnectorId equals connector.Id
            where run.State == RunState.Held
            orderby run.Id
            select new { run.Id, run.ConnectorId, connector.Name, run.GuardJson, run.EndedAt }).ToListAsync(cancellationToken);

        return [.. held.Select(run => new HeldRun(run.Id, run.ConnectorId, run.Name, [.. GuardFinding.Of(run.GuardJson).Select(finding => finding.Message)], run.EndedAt))];
    }

    /// <summary>The latest run of each connector that has one, by the connector's number. A connector that is at work has the run at work there.</summary>
    public async Task<IReadOnlyDictionary<int, Run>> LatestAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var latest = database.Runs.GroupBy(run => run.ConnectorId).Select(runs => runs.Max(run => run.Id));

        return await database.Runs.AsNoTracking().Include(run => run.Streams).Where(run => latest.Contains(run.Id)).ToDictionaryAsync(run => run.ConnectorId, cancellationToken);
    }

    /// <summary>A run with its streams, in the order of the catalogue.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public async Task<Run> GetAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var run = await database.Runs.AsNoTracking().Include(run => run.Streams).SingleOrDefaultAsync(run => run.Id == runId, cancellationToken)
            ?? throw new HostException(HostProblem.NotFound, $"There is no run {runId}.", "'runs list' shows those that there are.");
        Sort(run);

        return run;
    }

    /// <summary>The run now and whenever it changes, until it ends; also when another process executes it.</summary>
    public async IAsyncEnumerable<RunSnapshot> WatchAsync(long runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the look, so that a run that begins in between is not missed.
            var begun = progress.NextBeginAsync();

            if (progress.Find(runId) is { } live)
            {
                await foreach (var snapshot in live.WatchAsync(cancellationToken))
                {
                    yield return snapshot;

                    if (snapshot.HasEnded)
                    {
                        yield break;
                    }
                }
            }

            var stored = Snapshot(await GetAsync(runId, cancellationToken));
            yield return stored;

            if (stored.HasEnded)
            {
                yield break;
            }

            // Another process may execute it; then the store is all there is to look at.
            await begun.WaitAsync(WatchPoll, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static void Sort(Run run) => run.Streams.Sort((one, other) => one.Ordinal.CompareTo(other.Ordinal));

    private RunSnapshot Snapshot(Run run) => new()
    {
        RunId = run.Id,
        State = run.State,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        Message = run.Message,
        Fix = run.Fix,
        Budget = RunBudget.Of(run),
        Streams = [.. run.Streams.Select(stream => LiveRun.Of(stream, stream.StreamId, clock.GetUtcNow()))],
    };
}
