using System.Collections.Concurrent;

namespace Host.Sample.Runs;

/// <summary>The runs that this process is at, live.</summary>
public sealed class RunProgress(TimeProvider clock)
{
    private readonly ConcurrentDictionary<long, LiveRun> _runs = [];
    private TaskCompletionSource _begun = New();

    /// <summary>The run, or null when this process is not at it.</summary>
    public LiveRun? Find(long runId) => _runs.GetValueOrDefault(runId);

    /// <summary>How many they are.</summary>
    public int Count => _runs.Count;

    /// <summary>Ends when the next run begins here, whichever that is.</summary>
    internal Task NextBeginAsync() => _begun.Task;

    internal LiveRun Begin(long runId)
    {
        var run = _runs[runId] = new(runId, clock);
        Interlocked.Exchange(ref _begun, New()).TrySetResult();

        return run;
    }

    internal void End(long runId)
    {
        if (_runs.TryRemove(runId, out var live))
        {
            live.LetGo();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
