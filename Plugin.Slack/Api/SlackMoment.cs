namespace Plugin.Slack.Api;

/// <summary>Slack's moments: whole seconds (in one place milliseconds) since 1970, where 0 says "never".</summary>
internal static class SlackMoment
{
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    /// <summary>Whether no calendar holds it: beyond the years 1 to 9999.</summary>
    /// <param name="seconds">Seconds since 1970.</param>
    /// <returns>Whether it is beyond.</returns>
    public static bool IsImpossible(long? seconds) => seconds is < FirstSecond or > LastSecond;

    /// <summary>Whether no calendar holds it: beyond the years 1 to 9999.</summary>
    /// <param name="milliseconds">Milliseconds since 1970.</param>
    /// <returns>Whether it is beyond.</returns>
    public static bool IsImpossibleMilliseconds(long? milliseconds) => IsImpossible(milliseconds / 1000);

    /// <summary>A moment in seconds.</summary>
    /// <param name="seconds">Seconds since 1970, within the calendar.</param>
    /// <returns>The moment in UTC; <see langword="null"/> for none and for 0.</returns>
    public static DateTimeOffset? FromSeconds(long? seconds) => seconds is { } given and not 0 ? DateTimeOffset.FromUnixTimeSeconds(given) : null;

    /// <summary>A moment in milliseconds.</summary>
    /// <param name="milliseconds">Milliseconds since 1970, within the calendar.</param>
    /// <returns>The moment in UTC; <see langword="null"/> for none and for 0.</returns>
    public static DateTimeOffset? FromMilliseconds(long? milliseconds) =>
        milliseconds is { } given and not 0 ? DateTimeOffset.FromUnixTimeMilliseconds(given) : null;
}
