using System.Threading.Channels;

namespace Host.Sample.Runs;

/// <summary>Executes runs in the background of a serving host: at its start those that a dead process has left, then those handed to it.</summary>
/// <remarks>A host that stops first lets pages in flight come to their end; see <see cref="RunHalt"/>.</remarks>
public sealed partial class RunWorker(RunService runs, RunHalt halt, ILogger<RunWorker> logger, IHostApplicationLifetime? lifetime = null) : BackgroundService
{
    private readonly Channel<long> _queue = Channel.CreateUnbounded<long>();

    /// <summary>Hands a queued run over.</summary>
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
            foreach (var runId in await runs.InterruptedAsync(halt.Asked))
            {
                Execute(runId);
            }

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

    private async Task RunAsync(long runId, CancellationToken breakOff)
    {
        try
        {
            await runs.ExecuteAsync(runId, breakOff);
        }
        catch (HostException exception)
        {
            LogNotExecuted(logger, runId, exception.Message, exception.Fix);
        }
        catch (OperationCanceledException) when (halt.IsAsked)
        {
            LogLeft(logger, runId);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogBroken(logger, exception, runId);
        }
    }

    [LoggerMessage(2310, LogLevel.Warning, "Run {RunId} was not executed: {Message} {Fix}")]
    private static partial void LogNotExecuted(ILogger logger, long runId, string message, string fix);

    [LoggerMessage(2311, LogLevel.Information, "Run {RunId} is left unfinished, to be taken up at the next start")]
    private static partial void LogLeft(ILogger logger, long runId);

    [LoggerMessage(2312, LogLevel.Error, "Run {RunId} ended by a defect of the host")]
    private static partial void LogBroken(ILogger logger, Exception exception, long runId);
}
