using System.Collections.Concurrent;
using Plugin.Abstractions.Collection;

namespace Plugin.ContractTests;

/// <summary>Keeps what was said about waiting.</summary>
public sealed class RecordedWaits : IWaitObserver
{
    private readonly ConcurrentQueue<(string StreamId, TimeSpan Duration, string Reason)> _waits = [];

    /// <summary>The waits, the first one first.</summary>
    public IReadOnlyCollection<(string StreamId, TimeSpan Duration, string Reason)> Waits => _waits;

    public void Waiting(string streamId, TimeSpan duration, string reason) => _waits.Enqueue((streamId, duration, reason));
}
