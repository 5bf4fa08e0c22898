using System.Collections.Concurrent;

namespace Plugin.Slack.Api;

/// <summary>One pacer a method, for all streams of a session: no method waits for another.</summary>
internal sealed class MethodPacers
{
    private readonly ConcurrentDictionary<(string Method, SlackTier Tier, PaceChoice Pace), MethodPacer> _pacers = [];

    /// <summary>The pacer of a method.</summary>
    /// <param name="method">Slack's name of it.</param>
    /// <param name="tier">Its tier.</param>
    /// <param name="pace">How fast the connector calls.</param>
    /// <returns>Always the same for the same method and tier.</returns>
    public MethodPacer For(string method, SlackTier tier, PaceChoice pace) =>
        _pacers.GetOrAdd((method, tier, pace), static key => new(key.Tier, key.Pace));
}
