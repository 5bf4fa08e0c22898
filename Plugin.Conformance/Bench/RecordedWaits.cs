using System.Collections.Concurrent;
using Plugin.Abstractions.Collection;

namespace Plugin.Conformance.Bench;

/// <summary>Keeps what was said about waiting.</summary>
/// <param name="waiting">Told of each wait as it begins: the place to move a clock of one's own, so that nobody waits in earnest.</param>
public sealed class RecordedWaits(Action<TimeSpan>? waiting = null) : IWaitObserver
{
    private readonly ConcurrentQueue<(string StreamId, TimeSpan Duration, string Reason)> _waits = [];

    /// <summary>The waits, the first one first.</summary>
    public IReadOnlyCollection<(string StreamId, TimeSpan Duration, string Reason)> Waits => _waits;

    public void Waiting(string streamId, TimeSpan duration, string reason)
    {
        _waits.Enqueue((streamId, duration, reason));
        waiting?.Invoke(duration);
    }
}
