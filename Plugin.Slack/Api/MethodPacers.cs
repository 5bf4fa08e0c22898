using System.Collections.Concurrent;

namespace Plugin.Slack.Api;

/// <summary>One pacer a method, for all streams of a session: no method waits for another.</summary>
internal sealed class MethodPacers
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Method, SlackTier Tier, PaceChoice Pace), MethodPacer> _pacers = [];
    private readonly Lock _gate = new();
    private long? _apartSince;
    private bool _isTold;

    /// <summary>The pacer of a method.</summary>
    /// <param name="method">Slack's name of it.</param>
    /// <param name="tier">Its tier.</param>
    /// <param name="pace">How fast the connector calls.</param>
    /// <returns>Always the same for the same method and tier.</returns>
    public MethodPacer For(string method, SlackTier tier, PaceChoice pace) =>
        _pacers.GetOrAdd((method, tier, pace), static key => new(key.Tier, key.Pace));

    /// <summary>Whether the session goes by itself because the store did not answer a moment ago.</summary>
    /// <param name="clock">The clock.</param>
    /// <returns>Whether it does.</returns>
    public bool IsApart(TimeProvider clock)
    {
        lock (_gate)
        {
            return _apartSince is { } since && clock.GetElapsedTime(since) < BetweenTries;
        }
    }

    /// <summary>Lets the session go by itself for a minute.</summary>
    /// <param name="clock">The clock.</param>
    /// <returns>Whether it is the first time, and to be told.</returns>
    public bool GoApart(TimeProvider clock)
    {
        lock (_gate)
        {
            _apartSince = clock.GetTimestamp();

            return !_isTold && (_isTold = true);
        }
    }
}
