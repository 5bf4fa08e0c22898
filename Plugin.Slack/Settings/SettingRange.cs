using System.Globalization;

namespace Plugin.Slack.Settings;

/// <summary>The numbers that a setting takes.</summary>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
/// <param name="Usual">The one that an empty field means.</param>
internal sealed record SettingRange(long Least, long Most, long Usual)
{
    /// <summary>Of <see cref="SlackSettingDefinitions.FullCheckRuns"/>.</summary>
    public static readonly SettingRange FullCheckRuns = new(1, 1_000, 14);

    /// <summary>Of <see cref="SlackSettingDefinitions.ProfileCalls"/>.</summary>
    public static readonly SettingRange ProfileCalls = new(1, 1_000_000, 1_000);

    /// <summary>Of <see cref="SlackSettingDefinitions.HistoryDays"/>.</summary>
    public static readonly SettingRange HistoryDays = new(1, 3_650, 30);

    /// <summary>Of <see cref="SlackSettingDefinitions.HistoryCalls"/>.</summary>
    public static readonly SettingRange HistoryCalls = new(1, 1_000_000, 500);

    /// <summary>Whether a text is one of the numbers.</summary>
    /// <param name="text">The text, or <see langword="null"/> for an empty field.</param>
    /// <returns>Whether it is.</returns>
    public bool Takes(string? text) => text is null || (TryRead(text, out var number) && number >= Least && number <= Most);

    /// <summary>The number that a text means; a text that is none means the usual one, so that nothing runs without bounds.</summary>
    /// <param name="text">The text, or <see langword="null"/> for an empty field.</param>
    /// <returns>The number.</returns>
    public long Of(string? text) => text is not null && TryRead(text, out var number) && number >= Least && number <= Most ? number : Usual;

    private static bool TryRead(string text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
