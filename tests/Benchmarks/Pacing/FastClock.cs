namespace Benchmarks.Pacing;

/// <summary>A clock on which time passes faster from a moment on: what takes a minute there takes a minute divided by the factor here. Waits are shortened, work is not.</summary>
internal sealed class FastClock : TimeProvider
{
    private DateTimeOffset _began = System.GetUtcNow();
    private long _beganAt = System.GetTimestamp();
    private long _beganAs = System.GetTimestamp();
    private double _factor = 1;

    /// <summary>From now on. Nobody may be reading the clock meanwhile.</summary>
    public void Hurry(double factor)
    {
        (_began, _beganAs, _beganAt) = (GetUtcNow(), GetTimestamp(), System.GetTimestamp());
        _factor = factor;
    }

    public override DateTimeOffset GetUtcNow() => _began + (System.GetElapsedTime(_beganAt) * _factor);

    public override long GetTimestamp() => _beganAs + (long)((System.GetTimestamp() - _beganAt) * _factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shortened(dueTime), Shortened(period));

    private TimeSpan Shortened(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / _factor;
}
