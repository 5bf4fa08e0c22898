namespace Plugin.Slack.Api;

/// <summary>Keeps one method at its pace. Thread-safe; holds no timer and no clock, so that nothing outlives a call.</summary>
/// <remarks>
/// Starts with a small burst at the tier's rate and never makes more calls in any minute than the tier promises. A refusal stops the method until the
/// moment that Slack names and slows it down by a little more than a fifth, or, when Slack asks for a long pause, to the calls that the last minute had: then
/// the minute is full. The slower pace is kept for an hour, because nothing but another refusal would tell that it may be faster; after that each success
/// wins back a twentieth of the tier.
/// </remarks>
internal sealed class MethodPacer
{
    private const int Burst = 3;
    private const double SlowDown = 0.78;
    private const double Recovery = 0.05;
    private const double SlowestPerMinute = 1;

    // A second more than Slack's minute: calls do not take equally long to arrive.
    private readonly TimeSpan _window = TimeSpan.FromSeconds(61);
    private readonly TimeSpan _hold = TimeSpan.FromHours(1);
    private readonly TimeSpan _longPause = TimeSpan.FromSeconds(10);
    private readonly TimeSpan _halfMinute = TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private readonly Queue<TimeSpan> _granted = [];
    private readonly int _tier;
    private readonly bool _isPaced;
    private double _perMinute;
    private TimeSpan _next;
    private TimeSpan _closedUntil;
    private TimeSpan _heldUntil;

    public MethodPacer(SlackTier tier, PaceChoice pace)
    {
        _tier = (int)tier;
        _perMinute = _tier;
        _isPaced = pace is PaceChoice.Tier;
    }

    /// <summary>The rate kept at the moment, calls a minute.</summary>
    public double PerMinute
    {
        get
        {
            lock (_gate)
            {
                return _perMinute;
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
            var now = clock.GetElapsedTime(0);
            var place = now > _closedUntil ? now : _closedUntil;

            if (_isPaced)
            {
                place = Paced(place);
            }

            return place - now;
        }
    }

    /// <summary>How long the method is still closed by a refusal that came after the place was taken.</summary>
    /// <param name="clock">The clock, the same at every call.</param>
    /// <returns>The time left; zero when it is open.</returns>
    public TimeSpan ClosedFor(TimeProvider clock)
    {
        lock (_gate)
        {
            var left = _closedUntil - clock.GetElapsedTime(0);

            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>A call was answered.</summary>
    /// <param name="clock">The clock, the same at every call.</param>
    public void Succeeded(TimeProvider clock)
    {
        lock (_gate)
        {
            if (_perMinute < _tier && clock.GetElapsedTime(0) >= _heldUntil)
            {
                _perMinute = Math.Min(_tier, _perMinute + (_tier * Recovery));
            }
        }
    }

    /// <summary>A call was refused because calls came too fast.</summary>
    /// <param name="wait">How long the method must rest.</param>
    /// <param name="clock">The clock, the same at every call.</param>
    public void Refused(TimeSpan wait, TimeProvider clock)
    {
        lock (_gate)
        {
            var now = clock.GetElapsedTime(0);
            var until = now + wait;
            _closedUntil = until > _closedUntil ? until : _closedUntil;
            _heldUntil = until + _hold;

            // The refused call is one of those granted here.
            var slower = Math.Min(_perMinute * SlowDown, wait >= _longPause && CallsOfLastMinute(now) is { } calls ? calls - 1 : double.MaxValue);
            _perMinute = Math.Max(SlowestPerMinute, slower);
        }
    }

    /// <summary>Calls granted within the last minute, or <see langword="null"/> when calling began too lately to tell: a burst says nothing about a rate.</summary>
    private int? CallsOfLastMinute(TimeSpan now) => _granted.TryPeek(out var oldest) && now - oldest >= _halfMinute ? _granted.Count(place => place > now - TimeSpan.FromMinutes(1) && place <= now) : null;

    private TimeSpan Paced(TimeSpan earliest)
    {
        var interval = TimeSpan.FromMinutes(1 / _perMinute);

        // After a refusal there is no burst until the tier's rate is won back.
        var credit = _perMinute >= _tier ? interval * (Burst - 1) : TimeSpan.Zero;
        var place = _next - credit > earliest ? _next - credit : earliest;

        if (_granted.Count == _tier)
        {
            var whenTheMinuteHasRoom = _granted.Dequeue() + _window;
            place = place > whenTheMinuteHasRoom ? place : whenTheMinuteHasRoom;
        }

        _granted.Enqueue(place);
        _next = (_next > place ? _next : place) + interval;

        return place;
    }
}
