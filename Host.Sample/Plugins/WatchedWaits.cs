using Plugin.Abstractions.Collection;

namespace Host.Sample.Plugins;

/// <summary>Passes on what a plugin tells of its waiting, and remembers until when it is excused.</summary>
internal sealed class WatchedWaits(IWaitObserver inner, TimeProvider clock) : IWaitObserver
{
    // No service asks for more; a plugin that says it waits for ever is one that hangs.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private long _excusedUntil = clock.GetUtcNow().UtcTicks;

    public DateTimeOffset ExcusedUntil => new(Interlocked.Read(ref _excusedUntil), TimeSpan.Zero);

    public void Waiting(string streamId, TimeSpan duration, string reason)
    {
        var until = (clock.GetUtcNow() + (duration < Longest ? duration : Longest)).UtcTicks;

        if (until > Interlocked.Read(ref _excusedUntil))
        {
            Interlocked.Exchange(ref _excusedUntil, until);
        }

        inner.Waiting(streamId, duration, reason);
    }
}
