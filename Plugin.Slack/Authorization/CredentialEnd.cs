namespace Plugin.Slack.Authorization;

/// <summary>When a token ends.</summary>
internal static class CredentialEnd
{
    // Slack says 43,200; anything beyond ten years is no end.
    private const long LongestSeconds = 10L * 365 * 24 * 3600;

    /// <summary>Turns a lifetime into a moment.</summary>
    /// <param name="now">When the token came.</param>
    /// <param name="seconds">Its lifetime.</param>
    /// <returns>The moment, or <see langword="null"/> when it does not end.</returns>
    public static DateTimeOffset? After(DateTimeOffset now, long? seconds) => seconds is > 0 and < LongestSeconds ? now.AddSeconds(seconds.Value) : null;
}
