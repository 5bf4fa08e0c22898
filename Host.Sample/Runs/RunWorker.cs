using System.Threading.Channels;

namespace Host.Sample.Runs;

/// <summary>Executes runs in the background of a serving host: at its start those that a dead process has left, then those handed to it.</summary>
public sealed partial class RunWorker(RunService runs, ILogger<RunWorker> logger) : BackgroundService
{
    private readonly Channel<long> _queue = Channel.CreateUnbounded<long>();

    /// <summary>Hands a queued run over.</summary>
    public void Execute(long runId) => _queue.Writer.TryWrite(runId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Task> running = [];

        try
        {
            foreach (var runId in await runs.InterruptedAsync(stoppingToken))
            {
                Execute(runId);
            }

            await foreach (var runId in _queue.Reader.ReadAllAsync(stoppingToken))
            {
                running.RemoveAll(task => task.IsCompleted);
                running.Add(RunAsync(runId, stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what runs is left as it is and taken up at the next start.
        }
        finally
        {
            await Task.WhenAll(running);
        }
    }

    private async Task RunAsync(long runId, CancellationToken stoppingToken)
    {
        try
        {
            await runs.ExecuteAsync(runId, stoppingToken);
        }
        catch (HostException exception)
        {
            LogNotExecuted(logger, runId, exception.Message, exception.Fix);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
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
