namespace Plugin.Slack.Api;

/// <summary>Keeps one method at its pace, for one session. Thread-safe; holds no timer and no clock, so that nothing outlives a call.</summary>
/// <param name="tier">The method's tier.</param>
/// <param name="pace">How fast the connector calls.</param>
internal sealed class MethodPacer(SlackTier tier, PaceChoice pace)
{
    private readonly Lock _gate = new();
    private PaceState _state = PaceState.New(tier);

    /// <summary>The method's tier.</summary>
    public SlackTier Tier => tier;

    /// <summary>Whether the tier's rate is kept.</summary>
    public bool IsPaced => pace is PaceChoice.Tier;

    /// <summary>The rate kept at the moment, calls a minute.</summary>
    public double PerMinute
    {
        get
        {
            lock (_gate)
            {
                return _state.PerMinute;
            }
        }
    }

    /// <summary>Takes the next place in the queue.</summary>
    /// <param name="clock">The clock, the same at every call.</param>
    /// <returns>How long to wait before the call; zero for at once.</returns>
    public TimeSpan Reserve(TimeProvider clock)
    {
        lock (_gate)
        {
            var now = Now(clock);

            if (!IsPaced)
            {
                return Left(_state.ClosedUntil, now);
            }

            _state = _state.Reserve(tier, now);

            return Left(_state.Granted[^1], now);
        }
    }

    /// <summary>How long the method is still closed by a refusal that came after the place was taken.</summary>
    /// <param name="clock">The clock, the same at every call.</param>
    /// <returns>The time left; zero when it is open.</returns>
    public TimeSpan ClosedFor(TimeProvider clock)
    {
        lock (_gate)
        {
            return Left(_state.ClosedUntil, Now(clock));
        }
    }

    /// <summary>Whether an answer makes it faster.</summary>
    /// <param name="clock">The clock, the same at every call.</param>
    /// <returns>Whether <see cref="Succeeded"/> would change anything.</returns>
    public bool WinsBack(TimeProvider clock)
    {
        lock (_gate)
        {
            return !ReferenceEquals(_state.Succeeded(tier, Now(clock)), _state);
        }
    }

    /// <summary>A call was answered.</summary>
    /// <param name="clock">The clock, the same at every call.</param>
    public void Succeeded(TimeProvider clock)
    {
        lock (_gate)
        {
            _state = _state.Succeeded(tier, Now(clock));
        }
    }

    /// <summary>A call was refused because calls came too fast.</summary>
    /// <param name="wait">How long the method must rest.</param>
    /// <param name="clock">The clock, the same at every call.</param>
    public void Refused(TimeSpan wait, TimeProvider clock)
    {
        lock (_gate)
        {
            _state = _state.Refused(wait, Now(clock));
        }
    }

    /// <summary>Goes on from the pace that several sessions keep together, for as long as nothing newer is heard of it.</summary>
    /// <param name="state">That pace.</param>
    /// <param name="now">The moment, by that pace's clock.</param>
    /// <param name="clock">The clock, the same at every call.</param>
    public void GoOnFrom(PaceState state, long now, TimeProvider clock)
    {
        lock (_gate)
        {
            _state = state.Moved(Now(clock) - now);
        }
    }

    private static long Now(TimeProvider clock) => (long)clock.GetElapsedTime(0).TotalMilliseconds;

    private static TimeSpan Left(long until, long now) => TimeSpan.FromMilliseconds(Math.Max(0, until - now));
}
