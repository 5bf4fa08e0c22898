using System.Collections.Concurrent;
using System.Threading.Channels;
using Host.Sample.Database;

namespace Host.Sample.Runs;

/// <summary>Executes runs in the background of a serving host: those handed to it, and those of its endpoint server that other processes have noted down or left behind.</summary>
/// <remarks>A host that stops first lets pages in flight come to their end; see <see cref="RunHalt"/>.</remarks>
public sealed partial class RunWorker(RunService runs, LeftRuns left, HostStore store, RunHalt halt, HostOptions options, TimeProvider clock, ILogger<RunWorker> logger, IHostApplicationLifetime? lifetime = null) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(3);

    private readonly Channel<long> _queue = Channel.CreateUnbounded<long>();
    private readonly ConcurrentDictionary<long, bool> _atWork = [];
    private readonly SemaphoreSlim _places = new(options.RunsAtOnce);

    /// <summary>Hands a queued run over; one that is for another process is left to it.</summary>
    public void Execute(long runId) => _queue.Writer.TryWrite(runId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Task> running = [];
        using CancellationTokenSource breakOff = new();

        // The first that is known of a stop; this service is stopped only after the web server, which may take its time.
        await using var early = lifetime?.ApplicationStopping.Register(halt.Ask) ?? default;
        await using var late = stoppingToken.Register(halt.Ask);

        try
        {
            running.Add(LookAsync(halt.Asked));

            await foreach (var runId in _queue.Reader.ReadAllAsync(halt.Asked))
            {
                running.RemoveAll(task => task.IsCompleted);
                running.Add(RunAsync(runId, breakOff.Token));
            }
        }
        catch (OperationCanceledException) when (halt.IsAsked)
        {
            // The host stops; what runs is left as it is and taken up at the next start.
        }
        finally
        {
            var all = Task.WhenAll(running);
            await halt.FinishAsync(all, breakOff);
            await all;
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(LookEvery, clock);
        var grace = TimeSpan.Zero;

        try
        {
            do
            {
                await TakeUpAsync(grace, stoppingToken);
                grace = LeftRuns.Grace;
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TakeUpAsync(TimeSpan grace, CancellationToken stoppingToken)
    {
        try
        {
            foreach (var runId in await left.FindAsync(grace, stoppingToken))
            {
                Execute(runId);
            }
        }
        catch (Exception exception) when (StoreFailure.IsOne(exception))
        {
            LogNotLooked(logger, StoreFailure.Explain(exception, store.Name).Message);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            // Who does not look any more leaves runs of others lying for good.
            LogLookBroken(logger, exception);
        }
    }

    private async Task RunAsync(long runId, CancellationToken breakOff)
    {
        // Seen by a look and handed over at once.
        if (!_atWork.TryAdd(runId, true))
        {
            return;
        }

        try
        {
            await _places.WaitAsync(halt.Asked);

            try
            {
                await HereAsync(runId, breakOff);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (HostException exception) when (exception.Problem is HostProblem.Conflict)
        {
            // Another process was quicker.
            LogElsewhere(logger, runId);
        }
        catch (HostException exception)
        {
            LogNotExecuted(logger, runId, exception.Message, exception.Fix);
        }
        catch (OperationCanceledException) when (halt.IsAsked)
        {
            LogLeft(logger, runId);
        }
        catch (Exception exception) when (StoreFailure.IsOne(exception))
        {
            var explained = StoreFailure.Explain(exception, store.Name);
            LogNotExecuted(logger, runId, explained.Message, explained.Fix);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogBroken(logger, exception, runId);
        }
        finally
        {
            _atWork.TryRemove(runId, out _);
        }
    }

    private async Task HereAsync(long runId, CancellationToken breakOff)
    {
        if (await left.WhyNotHereAsync(runId, breakOff) is { } reason)
        {
            LogNotHere(logger, runId, reason);
        }
        else
        {
            await runs.ExecuteAsync(runId, breakOff);
        }
    }

    public override void Dispose()
    {
        _places.Dispose();
        base.Dispose();
    }

    [LoggerMessage(2310, LogLevel.Warning, "Run {RunId} was not executed: {Message} {Fix}")]
    private static partial void LogNotExecuted(ILogger logger, long runId, string message, string fix);

    [LoggerMessage(2311, LogLevel.Information, "Run {RunId} is left unfinished, to be taken up at the next start")]
    private static partial void LogLeft(ILogger logger, long runId);

    [LoggerMessage(2313, LogLevel.Debug, "Run {RunId} is executed by another process")]
    private static partial void LogElsewhere(ILogger logger, long runId);

    [LoggerMessage(2316, LogLevel.Information, "Run {RunId} is not for this process: {Reason}")]
    private static partial void LogNotHere(ILogger logger, long runId, string reason);

    [LoggerMessage(2314, LogLevel.Warning, "Whether there are runs to take up could not be looked at; the next look is in a few seconds: {Message}")]
    private static partial void LogNotLooked(ILogger logger, string message);

    [LoggerMessage(2315, LogLevel.Error, "Whether there are runs to take up could not be looked at, by a defect of the host; the next look is in a few seconds")]
    private static partial void LogLookBroken(ILogger logger, Exception exception);

    [LoggerMessage(2312, LogLevel.Error, "Run {RunId} ended by a defect of the host")]
    private static partial void LogBroken(ILogger logger, Exception exception, long runId);
}
