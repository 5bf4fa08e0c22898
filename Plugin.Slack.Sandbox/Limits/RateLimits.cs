using System.Collections.Concurrent;

namespace Plugin.Slack.Sandbox.Limits;

/// <summary>
/// Slack's limits: counted per method, workspace and app, and this sandbox has one of the latter two. A method may burst, then
/// keeps its tier's rate; other methods are not held up. The cap on reading messages holds whether tiers are enforced or not.
/// </summary>
internal sealed class RateLimits(SandboxOptions options)
{
    /// <summary>Messages in an answer where the cap on reading them holds.</summary>
    public const int CappedPage = 15;

    private readonly ConcurrentDictionary<string, Meter> _meters = new(StringComparer.Ordinal);

    /// <summary>Null when the call may pass, otherwise the whole seconds that <c>Retry-After</c> asks to wait.</summary>
    public int? SecondsToWait(CoveredMethod method)
    {
        bool capped = options.HistoryCap && method.IsHistory;
        if (!options.RateLimits && !capped)
        {
            return null;
        }

        TimeSpan interval = TimeSpan.FromMinutes(1 / options.TimeScale / (capped ? 1 : (int)method.Tier * options.RateFactor));
        Meter meter = _meters.GetOrAdd(method.Name, _ => new Meter());
        TimeSpan wait = meter.Take(options.TimeProvider.GetUtcNow(), interval, capped ? 1 : Math.Max(1, options.Burst));
        return wait <= TimeSpan.Zero ? null : Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
    }

    /// <summary>The generic cell rate algorithm: one instant says how far the calls made so far reach into the future.</summary>
    private sealed class Meter
    {
        private readonly Lock _gate = new();
        private DateTimeOffset _reach = DateTimeOffset.MinValue;

        public TimeSpan Take(DateTimeOffset now, TimeSpan interval, int burst)
        {
            lock (_gate)
            {
                DateTimeOffset reach = _reach < now ? now : _reach;
                TimeSpan wait = reach - now - (interval * (burst - 1));
                if (wait <= TimeSpan.Zero)
                {
                    _reach = reach + interval;
                }

                return wait;
            }
        }
    }
}
