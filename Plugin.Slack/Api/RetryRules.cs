namespace Plugin.Slack.Api;

/// <summary>How often and how long a call is tried again.</summary>
internal static class RetryRules
{
    /// <summary>Tries of a call that fails on the way or on Slack's side.</summary>
    public const int MaximumTries = 6;

    /// <summary>Refusals of one call for calling too fast.</summary>
    public const int MaximumRefusals = 20;

    /// <summary>The shortest wait before another try, whatever <c>Retry-After</c> says.</summary>
    public static readonly TimeSpan Floor = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait that is chosen here.</summary>
    public static readonly TimeSpan Cap = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait that Slack may ask for; beyond it the call is given up.</summary>
    public static readonly TimeSpan LongestAskedFor = TimeSpan.FromMinutes(10);

    /// <summary>From the first byte sent to the last byte received.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(100);

    /// <summary>The wait before another try: doubling, between half and all of it by chance, so that many connectors do not come back at once.</summary>
    /// <param name="failures">How often the call has failed, from 1.</param>
    /// <param name="chance">From 0 to 1.</param>
    /// <returns>Between <see cref="Floor"/> and <see cref="Cap"/>.</returns>
    public static TimeSpan Backoff(int failures, double chance)
    {
        var wait = Floor * Math.Pow(2, Math.Min(failures, 10)) * (0.5 + (chance / 2));

        return wait < Floor ? Floor : wait > Cap ? Cap : wait;
    }

    /// <summary>The wait that Slack advises while a workspace is being moved into an organisation.</summary>
    /// <param name="failures">How often the call has failed, from 1.</param>
    /// <returns>1, 3, 10, 30, 60 seconds.</returns>
    public static TimeSpan Move(int failures) => TimeSpan.FromSeconds(failures switch
    {
        1 => 1,
        2 => 3,
        3 => 10,
        4 => 30,
        _ => 60,
    });
}
