namespace Benchmarks.Pacing;

/// <summary>A clock on which time passes faster: what takes a minute there takes a minute divided by the factor here. Waits are shortened, work is not.</summary>
internal sealed class FastClock(double factor) : TimeProvider
{
    private readonly DateTimeOffset _began = System.GetUtcNow();
    private readonly long _beganAt = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _began + (System.GetElapsedTime(_beganAt) * factor);

    public override long GetTimestamp() => _beganAt + (long)((System.GetTimestamp() - _beganAt) * factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shortened(dueTime), Shortened(period));

    private TimeSpan Shortened(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / factor;
}
