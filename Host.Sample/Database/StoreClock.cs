namespace Host.Sample.Database;

/// <summary>The store's time. Where several machines write to one store, each with a clock of its own, what they note down must be told in one.</summary>
/// <remarks>Only the time of day is the store's; timers and spans are the machine's.</remarks>
public class StoreClock(TimeProvider machine) : TimeProvider
{
    /// <summary>What a slow answer of the store may pretend.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private long _ahead;

    /// <summary>How far the machine's clock is ahead of the store's; zero where both are the same clock.</summary>
    public TimeSpan Ahead => new(Interlocked.Read(ref _ahead));

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow() - Ahead;

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Compares the machine's clock with the store's, and goes by the store's from now on.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>.</exception>
    public virtual async Task CompareAsync(HostStore store, CancellationToken cancellationToken)
    {
        var asked = machine.GetTimestamp();

        if (await store.ClockAsync(cancellationToken) is { } told)
        {
            // The answer was given somewhere in between.
            var ahead = machine.GetUtcNow() - (machine.GetElapsedTime(asked) / 2) - told;

            if ((ahead - Ahead).Duration() > Tolerance)
            {
                Interlocked.Exchange(ref _ahead, ahead.Ticks);
            }
        }
    }
}
