using System.Globalization;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Runs;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Schedules;

/// <summary>Does what is due: notes a run down and hands it over, or notes why not.</summary>
public sealed partial class ScheduleFirings(
    IDbContextFactory<HostDatabase> databases, StoreWriter writer, RunService runs, RunWorker worker, ScheduleReadiness readiness, CurrentActor current, TimeProvider clock, ILogger<ScheduleFirings> logger)
{
    /// <summary>Who asks for such a run.</summary>
    public const string Trigger = "schedule";

    private const int MostTries = 3;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);
    private static readonly Actor Schedule = new("schedule", AccessRole.Operator);

    /// <summary>Begins a connector's run, unless its schedule is another one by now.</summary>
    /// <param name="connectorId">The connector's.</param>
    /// <param name="mark">Of the schedule that the time is from.</param>
    /// <param name="dueAt">When it was to begin.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal async Task FireAsync(int connectorId, string mark, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        current.Become(Schedule);
        var firedAt = clock.GetUtcNow();

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var database = await databases.CreateDbContextAsync(cancellationToken);
                var schedule = await database.ConnectorSchedules.AsNoTracking().SingleOrDefaultAsync(entity => entity.ConnectorId == connectorId, cancellationToken);

                // The store is the truth: who has paused, changed or removed it a moment ago is obeyed.
                if (schedule is null || schedule.IsPaused || SchedulePlan.Mark(schedule) != mark)
                {
                    return;
                }

                var connector = await database.Connectors.AsNoTracking().SingleAsync(entity => entity.Id == connectorId, cancellationToken);
                await NoteAsync(connectorId, dueAt, firedAt, await BeginAsync(connector, schedule.IsFull, cancellationToken), cancellationToken);

                return;
            }
            catch (Exception exception) when (StoreFailure.IsOne(exception) && attempt < MostTries)
            {
                await Task.Delay(BetweenTries, clock, cancellationToken);
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                LogNotBegun(logger, connectorId, exception.Message);

                return;
            }
        }
    }

    private async Task<Firing> BeginAsync(Connector connector, bool isFull, CancellationToken cancellationToken)
    {
        try
        {
            if (await readiness.LackingAsync(connector, cancellationToken) is var (message, fix))
            {
                return new(ScheduleOutcome.NotReady, null, message, fix);
            }

            var run = await runs.QueueAsync(connector.Id.ToString(CultureInfo.InvariantCulture), Trigger, isFull, cancellationToken);
            worker.Execute(run.Id);

            return new(ScheduleOutcome.Begun, run.Id, null, null);
        }
        catch (HostException exception) when (exception.Problem is not HostProblem.StoreUnavailable)
        {
            var outcome = exception.Problem switch
            {
                HostProblem.Conflict => ScheduleOutcome.AtWork,
                HostProblem.FeatureDisabled => ScheduleOutcome.FeatureDisabled,
                HostProblem.PluginUnavailable => ScheduleOutcome.PluginUnavailable,
                _ => ScheduleOutcome.Failed,
            };

            return new(outcome, outcome is ScheduleOutcome.AtWork ? await AtWorkAsync(connector.Id, cancellationToken) : null, exception.Message, exception.Fix);
        }
    }

    private async Task<long?> AtWorkAsync(int connectorId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return await database.Runs.Where(run => run.ConnectorId == connectorId && (run.State == RunState.Queued || run.State == RunState.Running))
            .Select(run => (long?)run.Id).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task NoteAsync(int connectorId, DateTimeOffset dueAt, DateTimeOffset firedAt, Firing firing, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(
            connectorId,
            write => write.Database.ConnectorSchedules.Where(entity => entity.ConnectorId == connectorId).ExecuteUpdate(set => set
                .SetProperty(entity => entity.LastOutcome, firing.Outcome)
                .SetProperty(entity => entity.LastDueAt, dueAt.ToUniversalTime())
                .SetProperty(entity => entity.LastFiredAt, firedAt)
                .SetProperty(entity => entity.LastRunId, firing.RunId)
                .SetProperty(entity => entity.LastMessage, firing.Message)
                .SetProperty(entity => entity.LastFix, firing.Fix)),
            cancellationToken);

        if (firing.Outcome is ScheduleOutcome.Begun)
        {
            LogBegun(logger, connectorId, firing.RunId, (firedAt - dueAt).TotalSeconds);
        }
        else
        {
            LogNotBegun(logger, connectorId, firing.Message);
        }
    }

    [LoggerMessage(2350, LogLevel.Information, "The schedule of connector {ConnectorId} began run {RunId}, {LateSeconds:0.0} s after its time")]
    private static partial void LogBegun(ILogger logger, int connectorId, long? runId, double lateSeconds);

    [LoggerMessage(2351, LogLevel.Warning, "The schedule of connector {ConnectorId} began no run: {Reason}")]
    private static partial void LogNotBegun(ILogger logger, int connectorId, string? reason);

    private sealed record Firing(ScheduleOutcome Outcome, long? RunId, string? Message, string? Fix);
}
