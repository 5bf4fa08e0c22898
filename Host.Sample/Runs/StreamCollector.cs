using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Logs;
using Host.Sample.Privacy;
using Host.Sample.Telemetry;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;

namespace Host.Sample.Runs;

/// <summary>Collects one stream of a run: asks for a page, commits its rows, counts and checkpoint together, asks for the next; merges at the end.</summary>
internal sealed partial class StreamCollector(StoreWriter writer, RunSession session, StreamDescription stream, StreamRun state, KnownSecrets secrets, TimeProvider clock, ILogger logger)
{
    private const int MaximumCheckpointLength = 64 * 1024;

    /// <summary>Runs the stream to its end, from its checkpoint if it has one.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="HostException">The store failed.</exception>
    public async Task<StreamRun> CollectAsync(CancellationToken cancellationToken)
    {
        using var staging = StagingTable.Of(writer.Dialect, session.RunId, stream.Id);
        using var activity = StreamTelemetry.Trace(stream);

        try
        {
            var schema = await BeginAsync(staging, cancellationToken);
            await PullAsync(schema, staging, cancellationToken);
        }
        catch (StreamBrokenException broken)
        {
            await FailAsync(staging, broken.Failure, cancellationToken);
            activity.Failed(broken.Failure.Code);
        }

        StreamTelemetry.Ended(session.Connector.PluginId, state, activity);
        LogEnded(logger, stream.Id, session.RunId, state.State, state.Staged, state.Pages, state.Code);

        return state;
    }

    /// <summary>Ends the stream without asking for anything.</summary>
    public async Task SkipAsync(FailureReason reason, string code, string message, string fix, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(
            session.Lease,
            write =>
            {
                state.StartedAt ??= clock.GetUtcNow();
                End(write, StreamState.Skipped, reason, code, message, fix);
            },
            cancellationToken);
        StreamTelemetry.Ended(session.Connector.PluginId, state, null);
        Show();
    }

    private async Task<InventorySchema> BeginAsync(StagingTable staging, CancellationToken cancellationToken)
    {
        var (schema, failure) = await writer.WriteAsync<(InventorySchema?, StreamFailure?)>(
            session.Lease,
            write =>
            {
                InventorySchema ensured;

                try
                {
                    ensured = InventoryTables.Ensure(write, session.Connector.PluginId, stream);
                }
                catch (PluginFaultException fault)
                {
                    return (null, StreamFailure.From(fault, $"collected {stream.Name}", secrets));
                }

                staging.Create(write, ensured);

                if (state.Checkpoint is not null && !staging.IsWhole(write, state.Staged))
                {
                    StreamEvidence.StartOver(state);
                    state.Checkpoint = null;
                }

                if (state.Checkpoint is null)
                {
                    staging.Clear(write);
                }

                if (state.State is StreamState.Pending)
                {
                    state.State = StreamState.Running;
                    state.StartedAt = clock.GetUtcNow();
                    state.HighWaterMarkBefore = session.IsFull ? null : StreamMarks.Last(write.Database, session.Connector.Id, stream.Id);
                    state.BeforeRunId = StreamMarks.LastComplete(write.Database, session.Connector.Id, stream.Id);
                }

                Save(write);

                return (ensured, null);
            },
            cancellationToken);
        Show();

        return schema ?? throw new StreamBrokenException(failure!);
    }

    private async Task PullAsync(InventorySchema schema, StagingTable staging, CancellationToken cancellationToken)
    {
        StreamRequest request = new()
        {
            StreamId = stream.Id,
            ResumeFrom = state.Checkpoint is { } checkpoint ? new(checkpoint) : null,
            HighWaterMark = state.HighWaterMarkBefore is { } mark ? new(mark) : null,
            IsFull = session.IsFull,
            Before = state.BeforeRunId is { } before ? session.RowsOf(before, stream) : null,
        };
        var privacy = session.Open.Privacy.For(schema);
        RowBuffer rows = new(schema, privacy);
        StreamEnd? end = null;
        IReadOnlyList<string> covered = [];
        var startsOver = false;
        await using var pages = new PluginPages(session.Open, request, stream.Name, secrets, cancellationToken);
        var inFlight = session.BeginPage(stream.Id);

        try
        {
            while (await NextAsync(pages, rows) is { } page)
            {
                if (end is not null)
                {
                    throw Broken($"The plugin gave another page of {stream.Name} after the last one.");
                }

                Add(page, rows, privacy?.TakeCounts() ?? default);

                if (page.End is not null)
                {
                    // Kept back: with what it brings, the stream ends and is merged in one transaction.
                    end = page.End;
                    startsOver = page.StartsOver;
                    covered = [.. page.Covered];

                    continue;
                }

                await CommitAsync(page, rows, staging, cancellationToken);
                inFlight.Dispose();
                inFlight = session.BeginPage(stream.Id);
            }

            await EndAsync(end ?? throw Broken($"The plugin stopped collecting {stream.Name} without saying how it ended."), covered, startsOver, rows, schema, staging, cancellationToken);
        }
        finally
        {
            inFlight.Dispose();
        }
    }

    private async Task<StreamPage?> NextAsync(PluginPages pages, RowBuffer rows)
    {
        using var activity = StreamTelemetry.TracePage(stream);

        try
        {
            return await pages.NextAsync(rows);
        }
        catch (StreamBrokenException broken)
        {
            activity.Failed(broken.Failure.Code);

            throw;
        }
    }

    private void Add(StreamPage page, RowBuffer rows, PrivacyCounts privacy)
    {
        if (page.StartsOver)
        {
            StreamEvidence.StartOver(state);
        }

        StreamEvidence.Add(state, page, rows.Count, rows.WithoutKey, privacy);
        StreamTelemetry.Page(session.Connector.PluginId, stream.Id, page.Evidence);

        if (page.End is null && page.Next is null)
        {
            throw Broken($"The plugin gave a page of {stream.Name} that says neither where to go on nor how the stream ended.");
        }

        if (page.Next?.Value.Length > MaximumCheckpointLength || page.End?.HighWaterMark?.Value.Length > MaximumCheckpointLength)
        {
            throw Broken($"The plugin gave a checkpoint of {stream.Name} that is longer than {MaximumCheckpointLength / 1024} KiB.");
        }
    }

    private async Task CommitAsync(StreamPage page, RowBuffer rows, StagingTable staging, CancellationToken cancellationToken)
    {
        using var writing = StreamTelemetry.Write(stream, StreamTelemetry.PageCommit);
        var isCancelled = await writer.WriteAsync(
            session.Lease,
            write =>
            {
                if (page.StartsOver)
                {
                    staging.Clear(write);
                }

                staging.Add(write, rows);
                staging.Cover(write, page.Covered);
                state.Checkpoint = page.Next!.Value; // Add has refused a page without it.
                Save(write);

                return write.Database.Runs.Where(run => run.Id == session.RunId).Select(run => run.CancelRequested).Single();
            },
            cancellationToken);
        Show();

        if (isCancelled)
        {
            await session.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private AbsentRows Absent(bool isComplete) => stream.Mode switch
    {
        StreamMode.Snapshot when isComplete => AbsentRows.AreGone,
        StreamMode.PartedSnapshot => AbsentRows.AreGoneFromCoveredParts,
        _ => AbsentRows.Stay,
    };

    private async Task EndAsync(
        StreamEnd end, IReadOnlyList<string> covered, bool startsOver, RowBuffer rows, InventorySchema schema, StagingTable staging, CancellationToken cancellationToken)
    {
        using var writing = StreamTelemetry.Write(stream, StreamTelemetry.Merge);
        await writer.WriteAsync(
            session.Lease,
            write =>
            {
                if (end.Outcome is not (StreamOutcome.Complete or StreamOutcome.Partial))
                {
                    staging.Drop(write);
                    End(write, StreamState.Skipped, end.Reason, end.Code, end.Message, end.Fix);

                    return;
                }

                if (startsOver)
                {
                    staging.Clear(write);
                }

                staging.Add(write, rows);
                staging.Cover(write, covered);

                var isComplete = end.Outcome is StreamOutcome.Complete;
                var merged = staging.Merge(write, schema, session.Connector.Id, session.RunId, Absent(isComplete));
                state.RowCount = merged.State.Count;
                state.RowSetHash = merged.State.Hash;
                state.Added = merged.Added;
                state.Changed = merged.Changed;
                state.Removed = merged.Removed;
                state.Repeated = merged.Repeated;
                state.HighWaterMark = end.HighWaterMark?.Value;
                state.ReportedTotal = end.ReportedTotal;
                End(write, isComplete ? StreamState.Complete : StreamState.Partial, end.Reason, end.Code, end.Message, end.Fix);
            },
            cancellationToken);
        Show();
    }

    private async Task FailAsync(StagingTable staging, StreamFailure failure, CancellationToken cancellationToken)
    {
        if (failure.Cost is { } cost)
        {
            StreamEvidence.Add(state, cost);
            StreamTelemetry.Cost(session.Connector.PluginId, stream.Id, cost);
        }

        await writer.WriteAsync(
            session.Lease,
            write =>
            {
                staging.Drop(write);
                End(write, StreamState.Failed, failure.Reason, failure.Code, failure.Message, failure.Fix);
            },
            cancellationToken);
        Show();

        if (failure.StopsRun)
        {
            await session.StopAsync(failure);
        }
    }

    private void End(StoreSession write, StreamState how, FailureReason? reason, string? code, string? message, string? fix)
    {
        state.State = how;
        state.Checkpoint = null;
        state.Reason = reason;
        state.Code = code;
        state.Message = message is null ? null : StreamFailure.Safe(message, secrets);
        state.Fix = fix is null ? null : StreamFailure.Safe(fix, secrets);
        state.EndedAt = clock.GetUtcNow();
        Save(write);
    }

    private void Save(StoreSession write)
    {
        write.Database.StreamRuns.Update(state);
        write.Database.SaveChanges();
    }

    private void Show() => session.Live.Show(state, stream.Name);

    private static StreamBrokenException Broken(string message) => new(StreamFailure.Broken("contract_broken", message));

    [LoggerMessage(2300, LogLevel.Information, "Stream {StreamId} of run {RunId} ended {State}: {Rows} rows on {Pages} pages ({Code})")]
    private static partial void LogEnded(ILogger logger, string streamId, long runId, StreamState state, long rows, int pages, string? code);
}
