using System.Collections.Concurrent;

namespace Host.Sample.Runs;

/// <summary>The wish that this process's runs come to a halt: pages in flight are finished and committed, no new one is asked for, and the runs stay to be taken up where they are.</summary>
public sealed class RunHalt(HostOptions options, TimeProvider clock) : IDisposable
{
    // What is left of the stop's time belongs to what comes after: a call that is broken off, the last words to the receiver of metrics.
    private const double ShareForPages = 0.8;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _asked = new();
    private readonly ConcurrentDictionary<Page, byte> _pages = [];

    /// <summary>Ends when the wish is told.</summary>
    public CancellationToken Asked => _asked.Token;

    public bool IsAsked => _asked.IsCancellationRequested;

    public void Ask() => _asked.Cancel();

    /// <summary>Notes that a stream is at a page until what is returned is disposed of.</summary>
    /// <exception cref="OperationCanceledException">No page is begun any more.</exception>
    internal IDisposable Begin(LiveRun run, string streamId)
    {
        Page page = new(this, run, streamId);
        _pages[page] = 0;

        // After it was noted: whoever waits for pages must see this one, or this one the wish.
        if (IsAsked)
        {
            page.Dispose();
            _asked.Token.ThrowIfCancellationRequested();
        }

        return page;
    }

    /// <summary>Waits for the pages in flight, but not longer than the stop may take, nor for a stream that the service lets wait longer than that; then breaks off what is left.</summary>
    /// <param name="runs">Ends when all runs of this process have come to a halt.</param>
    /// <param name="breakOff">Is cancelled when there is nothing more to wait for.</param>
    internal async Task FinishAsync(Task runs, CancellationTokenSource breakOff)
    {
        // By the machine's own time, as the stop itself.
        var began = TimeProvider.System.GetTimestamp();

        while (!runs.IsCompleted && Left(began) is var left && left > TimeSpan.Zero && (_pages.IsEmpty || !_pages.Keys.All(page => page.WaitsLongerThan(left, clock.GetUtcNow()))))
        {
            await Task.WhenAny(runs, Task.Delay(left < Look ? left : Look, TimeProvider.System, CancellationToken.None));
        }

        await breakOff.CancelAsync();
    }

    public void Dispose() => _asked.Dispose();

    private TimeSpan Left(long began) => (options.StopTimeout * ShareForPages) - TimeProvider.System.GetElapsedTime(began);

    private sealed record Page(RunHalt Halt, LiveRun Run, string StreamId) : IDisposable
    {
        public bool WaitsLongerThan(TimeSpan left, DateTimeOffset now) => Run.Snapshot.Streams.FirstOrDefault(stream => stream.StreamId == StreamId)?.WaitingUntil - now > left;

        public void Dispose() => Halt._pages.TryRemove(this, out _);
    }
}
