using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Plugin.Abstractions.Collection;

namespace Plugin.Slack.Tests.Support;

/// <summary>Moves the clock by every wait that it is told of, so that nobody waits in earnest.</summary>
internal sealed class ClockAdvancingWaits(FakeTimeProvider clock) : IWaitObserver
{
    public ConcurrentQueue<(string Stream, TimeSpan Duration, string Reason)> All { get; } = [];

    public void Waiting(string streamId, TimeSpan duration, string reason)
    {
        All.Enqueue((streamId, duration, reason));
        clock.Advance(duration);
    }
}
