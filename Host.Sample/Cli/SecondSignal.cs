using System.Runtime.InteropServices;

namespace Host.Sample.Cli;

/// <summary>The first Ctrl+C or request to end lets the work come to a good end; the second ends the process at once. What was committed is kept either way.</summary>
internal sealed class SecondSignal : IDisposable
{
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _seen;

    public SecondSignal()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Take);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take);
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;

        if (Interlocked.Increment(ref _seen) > 1)
        {
            Environment.Exit((int)HostProblem.Cancelled);
        }
    }
}
