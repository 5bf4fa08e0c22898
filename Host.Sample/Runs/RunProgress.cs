using System.Collections.Concurrent;

namespace Host.Sample.Runs;

/// <summary>The runs that this process is at, live.</summary>
public sealed class RunProgress(TimeProvider clock)
{
    private readonly ConcurrentDictionary<long, LiveRun> _runs = [];

    /// <summary>The run, or null when this process is not at it.</summary>
    public LiveRun? Find(long runId) => _runs.GetValueOrDefault(runId);

    internal LiveRun Begin(long runId) => _runs[runId] = new(runId, clock);

    internal void End(long runId)
    {
        if (_runs.TryRemove(runId, out var live))
        {
            live.LetGo();
        }
    }
}
