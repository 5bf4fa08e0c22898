using System.Runtime.InteropServices;

namespace Host.Sample.Cli;

/// <summary>The first Ctrl+C or request to end lets the work come to a good end, for as long as it may take; the second ends the process at once. What was committed is kept either way.</summary>
/// <remarks>Not the command line library's own handling: while that waits for the work's end, no other handler hears of a second signal.</remarks>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly TimeSpan _patience;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _seen;

    /// <param name="patience">How long the work may take to end after the first signal.</param>
    public StopSignals(TimeSpan patience)
    {
        _patience = patience;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Take);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take);
    }

    /// <summary>Ends with the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _ended.Cancel();
        _ended.Dispose();
        _stop.Dispose();
    }

    private static void End() => Environment.Exit((int)HostProblem.Cancelled);

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;

        if (Interlocked.Increment(ref _seen) > 1)
        {
            End();
        }

        _ = Task.Delay(_patience, TimeProvider.System, _ended.Token).ContinueWith(static _ => End(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        _stop.Cancel();
    }
}
