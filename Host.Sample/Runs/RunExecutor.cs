using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Logs;
using Host.Sample.Plugins;
using Host.Sample.Runs.Proof;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;

namespace Host.Sample.Runs;

/// <summary>Takes a run to its end, from the beginning or from where a dead process has left it.</summary>
public sealed partial class RunExecutor(
    IDbContextFactory<HostDatabase> databases,
    HostStore store,
    StoreWriter writer,
    IConnectorOpener opener,
    RunProgress progress,
    RunHalt halt,
    RunEnding ending,
    RunCertificates certificates,
    KnownSecrets secrets,
    ThisProcess process,
    TimeProvider clock,
    ILoggerFactory loggers)
{
    private static readonly TimeSpan CancelPoll = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = loggers.CreateLogger<RunExecutor>();

    /// <summary>Executes a run that nobody else executes.</summary>
    /// <param name="run">The run.</param>
    /// <param name="connector">Its connector.</param>
    /// <param name="lease">The connector's lease.</param>
    /// <param name="cancellationToken">This process is to stop.</param>
    /// <exception cref="OperationCanceledException">This process is to stop: the run stays and can be taken up again.</exception>
    /// <exception cref="HostException">The connector cannot be opened (the run has failed, its record says why), or the store failed (the run stays).</exception>
    public async Task ExecuteAsync(Run run, Connector connector, ConnectorLease lease, CancellationToken cancellationToken)
    {
        var live = progress.Begin(run.Id);

        try
        {
            await ExecuteAsync(run, connector, lease, live, cancellationToken);
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            lease.Require();

            throw;
        }
        finally
        {
            progress.End(run.Id);
        }
    }

    private Func<long, StreamDescription, IRunRows> Before(Connector connector) => (runId, stream) =>
        new RunRows(databases, store, connector.PluginId, connector.Id, runId) { Allowed = stream.ReadsBack.Append(stream.Id).ToHashSet() };

    private static async Task WatchForCancelAsync(
        IDbContextFactory<HostDatabase> databases, RunSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(CancelPoll, clock);

        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);

            if (await database.Runs.AnyAsync(run => run.Id == session.RunId && run.CancelRequested, cancellationToken))
            {
                await session.CancelAsync();

                return;
            }
        }
    }

    private async Task ExecuteAsync(Run run, Connector connector, ConnectorLease lease, LiveRun live, CancellationToken cancellationToken)
    {
        var isResumed = run.State is RunState.Running;
        await BeginAsync(run, connector, lease, cancellationToken);
        live.Show(run);
        LogBegan(_logger, run.Id, connector.Name, run.Trigger, isResumed);
        RunTelemetry.Begun(run, connector, isResumed);
        using var activity = RunTelemetry.Trace(run, connector, isResumed);

        if (run.CancelRequested)
        {
            await FinishAsync(run, connector, lease, live, RunState.Cancelled, null, cancellationToken);

            return;
        }

        RunRows rows = new(databases, store, connector.PluginId, connector.Id, run.Id);
        StreamFailure? failure;
        var state = RunState.Published;

        try
        {
            await using var open = await opener.OpenAsync(connector, rows, live, loggers.CreateLogger($"Plugin.{connector.PluginId}"), cancellationToken);
            rows.Allowed = open.Description.Streams.SelectMany(stream => stream.ReadsBack).ToHashSet();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
            RunSession session = new(run, connector, lease, open, live, Before(connector), halt, stop);
            var streams = await CollectAsync(run, session, cancellationToken);

            failure = session.Failure;
            state = session.IsCancelled && failure is null ? RunState.Cancelled : failure is null && streams.Exists(HasRows) ? RunState.Published : RunState.Failed;
            failure ??= state is RunState.Failed ? NothingCame(streams) : null;
            open.RunEnded(state is RunState.Published, streams.Find(stream => PluginConduct.IsOwnFault(stream.Reason, stream.Code))?.Message);
        }
        catch (HostException exception) when (exception.Problem is not HostProblem.StoreUnavailable)
        {
            await FinishAsync(run, connector, lease, live, RunState.Failed, new(FailureReason.FixSettings, Code(exception.Problem), exception.Message, exception.Fix), cancellationToken);

            throw;
        }
        catch (ConnectorException exception)
        {
            await FinishAsync(run, connector, lease, live, RunState.Failed, StreamFailure.From(exception, $"collected {connector.Name}", secrets), cancellationToken);

            return;
        }

        await FinishAsync(run, connector, lease, live, state, failure, cancellationToken);
    }

    private async Task<List<StreamRun>> CollectAsync(Run run, RunSession session, CancellationToken cancellationToken)
    {
        var plan = StreamPlan.Make(session.Open.Description, session.Connector);
        var states = await PlanAsync(run, plan, session, cancellationToken);

        foreach (var stream in plan.Streams)
        {
            session.Live.Show(states[stream.Id], stream.Name);
        }

        session.Live.OnCancel(() => _ = session.CancelAsync());
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(session.Stopped);
        var watch = WatchForCancelAsync(databases, session, clock, watching.Token);

        try
        {
            if (await new RunPreparation(writer, secrets, clock, _logger).PrepareAsync(run, session, plan) is { } obstacle)
            {
                await session.StopAsync(obstacle);
            }
            else
            {
                await Task.WhenAll(Begin(session, plan, states));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && (session.IsCancelled || session.Failure is not null))
        {
            // Told by the session: a person's wish or a failure that stops the run.
        }
        finally
        {
            session.Live.OnCancel(null);
            await watching.CancelAsync();
            await watch.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return [.. states.Values];
    }

    private Dictionary<string, Task<StreamRun>>.ValueCollection Begin(RunSession session, StreamPlan plan, Dictionary<string, StreamRun> states)
    {
        Dictionary<string, Task<StreamRun>> tasks = [];
        List<StreamDescription> waiting = [.. plan.Streams];

        // A stream is begun after those that it reads back, so that their tasks are there to be awaited. StreamPlan has refused circles.
        while (waiting.Count > 0)
        {
            var next = waiting.First(stream => !waiting.Exists(other => stream.ReadsBack.Contains(other.Id)));
            waiting.Remove(next);
            var before = next.ReadsBack.ToDictionary(id => id, id => tasks.GetValueOrDefault(id));
            tasks[next.Id] = Task.Run(() => CollectAsync(session, next, states[next.Id], before), CancellationToken.None);
        }

        return tasks.Values;
    }

    private async Task<StreamRun> CollectAsync(RunSession session, StreamDescription stream, StreamRun state, Dictionary<string, Task<StreamRun>?> before)
    {
        StreamCollector collector = new(writer, session, stream, state, secrets, clock, _logger);

        try
        {
            foreach (var (id, task) in before)
            {
                var needed = task is null ? null : await task;

                if (state.State is StreamState.Pending && needed?.State is not (StreamState.Complete or StreamState.Partial))
                {
                    await collector.SkipAsync(
                        needed?.Reason ?? FailureReason.FixSettings,
                        $"needs_{id}",
                        $"{stream.Name} are asked for row by row of the stream {id}, which {(needed is null ? "is not chosen" : "was not collected")}; the rows of the last run stay.",
                        needed?.Fix ?? $"Choose the stream {id} too, or leave {stream.Id} out.",
                        session.Stopped);
                }
            }

            return state.State is StreamState.Pending or StreamState.Running ? await collector.CollectAsync(session.Stopped) : state;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await session.BreakOffAsync();

            throw;
        }
    }

    private async Task BeginAsync(Run run, Connector connector, ConnectorLease lease, CancellationToken cancellationToken)
    {
        var isFirstTime = run.StartedAt is null;
        run.Resumes += run.State is RunState.Running ? 1 : 0;
        run.State = RunState.Running;
        run.StartedAt ??= clock.GetUtcNow();
        run.SettingsFingerprint ??= SettingsFingerprint.Of(connector);
        var before = RunExecution.Of(run);
        await writer.WriteAsync(
            lease,
            write =>
            {
                run.IsFull |= isFirstTime && IsFullRunDue(write.Database, connector);
                run.ExecutionsJson = RunExecution.With(before, process, clock.GetUtcNow(), write.Database.StreamRuns.Where(stream => stream.RunId == run.Id).Sum(stream => stream.Pages));

                if (isFirstTime && !run.CancelRequested)
                {
                    HeldRuns.MakeWay(write, certificates, connector, run.Id, clock.GetUtcNow());
                }

                write.Database.Runs.Where(entity => entity.Id == run.Id).ExecuteUpdate(set => set
                    .SetProperty(entity => entity.State, run.State)
                    .SetProperty(entity => entity.IsFull, run.IsFull)
                    .SetProperty(entity => entity.StartedAt, run.StartedAt)
                    .SetProperty(entity => entity.SettingsFingerprint, run.SettingsFingerprint)
                    .SetProperty(entity => entity.ExecutionsJson, run.ExecutionsJson)
                    .SetProperty(entity => entity.Resumes, run.Resumes));
            },
            cancellationToken);
    }

    /// <summary>Whether this is the first run, or as many runs as the connector's setting says have gone on from what was known.</summary>
    private static bool IsFullRunDue(HostDatabase database, Connector connector)
    {
        var published = database.Runs.Where(run => run.ConnectorId == connector.Id && run.State == RunState.Published);
        var lastFull = published.Where(run => run.IsFull).Max(run => (long?)run.Id) ?? 0;

        return !published.Any() || (connector.FullRunEvery > 0 && published.Count(run => run.Id > lastFull) >= connector.FullRunEvery);
    }

    private async Task<Dictionary<string, StreamRun>> PlanAsync(Run run, StreamPlan plan, RunSession session, CancellationToken cancellationToken) =>
        await writer.WriteAsync(
            session.Lease,
            write =>
            {
                var known = write.Database.StreamRuns.Where(stream => stream.RunId == run.Id).ToList();

                foreach (var (stream, ordinal) in plan.Streams.Select((stream, ordinal) => (stream, ordinal)).Where(planned => !known.Exists(state => state.StreamId == planned.stream.Id)))
                {
                    StreamRun state = new() { RunId = run.Id, StreamId = stream.Id, Ordinal = ordinal };
                    write.Database.StreamRuns.Add(state);
                    known.Add(state);
                }

                // After a change of settings or plugin between death and resumption.
                foreach (var gone in known.Where(state => !plan.Streams.Any(stream => stream.Id == state.StreamId) && state.State is StreamState.Pending or StreamState.Running))
                {
                    (gone.State, gone.Reason, gone.Code, gone.EndedAt) = (StreamState.Skipped, FailureReason.FixSettings, "not_chosen", clock.GetUtcNow());
                    (gone.Message, gone.Fix) = ("The stream was no longer chosen, or no longer in the plugin, when the run was taken up again.", "Run again.");
                }

                write.Database.SaveChanges();
                write.Database.Runs.Where(entity => entity.Id == run.Id).ExecuteUpdate(set => set
                    .SetProperty(entity => entity.PluginVersion, session.Open.Manifest.Version)
                    .SetProperty(entity => entity.ContractVersion, session.Open.Manifest.ContractVersion.ToString()));
                write.Database.ChangeTracker.Clear();

                return known.OrderBy(state => state.Ordinal).ToDictionary(state => state.StreamId);
            },
            cancellationToken);

    private async Task FinishAsync(Run run, Connector connector, ConnectorLease lease, LiveRun live, RunState state, StreamFailure? failure, CancellationToken cancellationToken)
    {
        (run.State, run.EndedAt) = (state, clock.GetUtcNow());
        (run.Reason, run.Code, run.Message, run.Fix) = (failure?.Reason, failure?.Code, failure?.Message, failure?.Fix);
        await ending.EndAsync(run, lease, cancellationToken);
        live.Show(run);
        LogEnded(_logger, run.Id, connector.Name, run.State, run.Code);
        await RunTelemetry.EndedAsync(run, connector, databases, cancellationToken);
    }

    private static bool HasRows(StreamRun stream) => stream.State is StreamState.Complete or StreamState.Partial;

    private static StreamFailure NothingCame(List<StreamRun> streams)
    {
        var first = streams.Find(stream => stream.State is StreamState.Failed) ?? streams[0];

        return new(
            first.Reason ?? FailureReason.ReportDefect,
            first.Code ?? "nothing_came",
            $"No stream brought anything. {first.StreamId}: {first.Message}",
            first.Fix ?? "Look at the streams of the run.");
    }

    private static string Code(HostProblem problem) => problem switch
    {
        HostProblem.FeatureDisabled => "feature_disabled",
        HostProblem.PluginUnavailable => "plugin_unavailable",
        HostProblem.Invalid => "settings_invalid",
        HostProblem.NotFound => "not_found",
        _ => "not_opened",
    };

    [LoggerMessage(2301, LogLevel.Information, "Run {RunId} of {Connector} began (asked for by {Trigger}, resumed: {IsResumed})")]
    private static partial void LogBegan(ILogger logger, long runId, string connector, string trigger, bool isResumed);

    [LoggerMessage(2302, LogLevel.Information, "Run {RunId} of {Connector} ended {State} ({Code})")]
    private static partial void LogEnded(ILogger logger, long runId, string connector, RunState state, string? code);
}
