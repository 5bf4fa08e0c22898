using System.Globalization;
using Host.Sample.Access;
using Host.Sample.Cli;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Runs.Proof;
using Host.Sample.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Runs;

/// <summary>What people decide about runs that have ended: accept or reject what the change guard holds, go back to an earlier run. Each decision takes a note and is recorded.</summary>
public sealed class RunDecisions(
    IDbContextFactory<HostDatabase> databases, StoreWriter writer, RunCertificates certificates, WebhookOutbox outbox, CurrentActor current, AuditTrail audit, TimeProvider clock)
{
    /// <summary>The longest note.</summary>
    public const int MostNoteCharacters = 500;

    /// <summary>Publishes a held run: what it lost is really gone.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Usage"/> without a note; <see cref="HostProblem.Conflict"/> when it is not held, with who decided what and when.</exception>
    public Task<Run> AcceptAsync(long runId, string? note, CancellationToken cancellationToken) => DecideAsync(
        runId,
        note,
        "run.accepted",
        (write, _, run, reason) =>
        {
            run.State = RunState.Published;
            (run.DecidedBy, run.DecidedAt, run.DecisionNote) = (current.Name, clock.GetUtcNow(), reason);
            (run.Reason, run.Code, run.Message, run.Fix) = (null, null, null, null);
            write.Database.SaveChanges();
            RunPublication.Publish(write, run, outbox);
        },
        cancellationToken);

    /// <summary>Takes a held run back: what it lost is not gone.</summary>
    /// <exception cref="HostException">As <see cref="AcceptAsync"/>.</exception>
    public Task<Run> RejectAsync(long runId, string? note, CancellationToken cancellationToken) => DecideAsync(
        runId,
        note,
        "run.rejected",
        (write, connector, run, reason) =>
        {
            HeldRuns.Reject(write, connector, run, current.Name, clock.GetUtcNow(), reason);
            write.Database.SaveChanges();
        },
        cancellationToken);

    /// <summary>What going back to a run would do; nothing is changed.</summary>
    /// <exception cref="HostException">As <see cref="RollBackAsync"/>, whoever asks and without a note.</exception>
    public async Task<RollBackPlan> PlanRollBackAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var (run, connector) = Find(database, runId);
        RequireRest(database, run, connector);

        return new(
            runId, connector.Name, connector.PublishedRunId ?? runId,
            [.. Later(database, run, connector).Select(other => new TakenBackRun(other.Id, other.State, other.StartedAt))]);
    }

    /// <summary>Makes an earlier published run the one that readers see: all later ones are taken back, the latest first. The next run goes on from it.</summary>
    /// <returns>The run that readers see now.</returns>
    /// <exception cref="HostException">
    /// <see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Usage"/> without a note; <see cref="HostProblem.Conflict"/> while the connector is at work, and when the run is not published, was pruned, or is what readers see.
    /// </exception>
    public async Task<Run> RollBackAsync(long runId, string? note, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Operator);
        var reason = Note(note);

        return await writer.WriteAsync(
            write =>
            {
                var (run, connector) = Find(write.Database, runId);
                RequireRest(write.Database, run, connector);
                var later = Later(write.Database, run, connector);

                foreach (var other in later)
                {
                    InventoryTables.TakeBack(write, connector.PluginId, connector.Id, other.Id);
                    other.State = RunState.RolledBack;
                    (other.DecidedBy, other.DecidedAt, other.DecisionNote) = (current.Name, clock.GetUtcNow(), reason);
                    (other.Message, other.Fix) = (string.Create(CultureInfo.InvariantCulture, $"Readers went back to run {runId}: {reason}"), null);
                }

                audit.Add(write.Database, "run.rolled_back", connector.Name, string.Create(CultureInfo.InvariantCulture, $"to run {runId}, taking back {string.Join(", ", later.Select(other => other.Id))}: {reason}"));
                write.Database.SaveChanges();
                RunPublication.GoBackTo(write, run);
                later.ForEach(other => certificates.SealAnew(write, other.Id, current.Name, other.Message!));

                return Read(write, runId);
            },
            cancellationToken);
    }

    private async Task<Run> DecideAsync(long runId, string? note, string action, Action<StoreSession, Connector, Run, string> decide, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Operator);
        var reason = Note(note);

        // The store's writer lets one in after the other, also over processes: of two people the second finds the first one's decision.
        return await writer.WriteAsync(
            write =>
            {
                var (run, connector) = Find(write.Database, runId);

                if (run.State is not RunState.Held)
                {
                    throw NotHeld(run);
                }

                audit.Add(write.Database, action, $"run {runId}", reason);
                decide(write, connector, run, reason);
                certificates.SealAnew(write, runId, current.Name, $"{(run.State is RunState.Published ? "Accepted" : "Rejected")}: {reason}");

                return Read(write, runId);
            },
            cancellationToken);
    }

    private static List<Run> Later(HostDatabase database, Run run, Connector connector)
    {
        var later = database.Runs
            .Where(other => other.ConnectorId == connector.Id && other.Id > run.Id && (other.State == RunState.Published || other.State == RunState.Held))
            .OrderByDescending(other => other.Id)
            .ToList();

        return later.Count > 0 ? later : throw new HostException(HostProblem.Conflict, $"Run {run.Id} is what readers of '{connector.Name}' see already.", "There is nothing to go back from.");
    }

    private static (Run Run, Connector Connector) Find(HostDatabase database, long runId)
    {
        var run = database.Runs.SingleOrDefault(entity => entity.Id == runId)
            ?? throw new HostException(HostProblem.NotFound, $"There is no run {runId}.", "'runs list' shows those that there are.");

        return (run, database.Connectors.AsNoTracking().Single(entity => entity.Id == run.ConnectorId));
    }

    private static Run Read(StoreSession write, long runId)
    {
        write.Database.ChangeTracker.Clear();
        var run = write.Database.Runs.AsNoTracking().Include(entity => entity.Streams).Single(entity => entity.Id == runId);
        run.Streams.Sort((one, other) => one.Ordinal.CompareTo(other.Ordinal));

        return run;
    }

    private static void RequireRest(HostDatabase database, Run run, Connector connector)
    {
        if (database.Runs.FirstOrDefault(other => other.ConnectorId == connector.Id && (other.State == RunState.Queued || other.State == RunState.Running)) is { } active)
        {
            throw new HostException(HostProblem.Conflict, $"The connector '{connector.Name}' is at work: run {active.Id} is compared with what readers see.", $"Wait until run {active.Id} has ended, or cancel it.");
        }

        if (run.State is not RunState.Published)
        {
            throw new HostException(HostProblem.Conflict, $"Run {run.Id} is not published, it is {RunWords.State(run.State)}: there is nothing to go back to.", "Name a published run; 'runs list' shows them.");
        }

        if (run.PrunedAt is { } pruned)
        {
            throw new HostException(HostProblem.Conflict, $"The rows of run {run.Id} were pruned at {Words.Of(pruned)}: they cannot be shown again.", "Name a later run whose rows are kept; 'runs list' shows them.");
        }
    }

    /// <summary>Why there is nothing to decide about a run that is not held; of one that somebody has decided about, who, what and when.</summary>
    internal static HostException NotHeld(Run run) => run switch
    {
        { DecidedAt: { } at } => new(
            HostProblem.Conflict,
            $"'{run.DecidedBy}' has decided about run {run.Id} at {Words.Of(at)} already, it is {(run.State is RunState.Published ? "accepted and published" : RunWords.State(run.State))}: {run.DecisionNote}",
            "To undo an accepted run, go back to an earlier one: runs rollback."),
        { State: RunState.Published } => new(HostProblem.Conflict, $"Run {run.Id} is published; the change guard did not hold it.", "To undo it, go back to an earlier run: runs rollback."),
        { State: RunState.Queued or RunState.Running } => new(HostProblem.Conflict, $"Run {run.Id} has not ended yet; nothing is known that could be decided.", "Wait for its end."),
        _ => new(HostProblem.Conflict, $"Run {run.Id} is not held, it is {RunWords.State(run.State)}: there is nothing to decide.", "'runs list' shows the runs that are held."),
    };

    private static string Note(string? note)
    {
        var text = note?.ReplaceLineEndings(" ").Trim();

        return text switch
        {
            null or "" => throw new HostException(HostProblem.Usage, "A decision about a run takes a note that says why.", "Add it: --note \"Half of the team has left, the change is real\"; over REST as 'note' in the body."),
            { Length: > MostNoteCharacters } => throw new HostException(HostProblem.Usage, $"The note has {text.Length} characters; {MostNoteCharacters} is the most.", "Say it shorter, and leave the rest where the decision was made."),
            _ => text,
        };
    }
}
