using Plugin.Abstractions;

namespace Plugin.Slack.Collection;

/// <summary>Slack's Fair Billing Policy, as its help pages have it.</summary>
/// <remarks>
/// Charged are owners, administrators, members and guests of several channels who did something within 28 days (the pages 218915077 and 15276553969427).
/// For the unused time of whoever became inactive or was deactivated Slack gives a prorated credit, which pays later bills and is never paid out (218915077 and 49035372687763).
/// </remarks>
internal static class SlackSeatRules
{
    private const int ActiveDays = 28;
    private const string Bots = "Slack charges nothing for bots.";

    /// <summary>The rules.</summary>
    public static SeatRules Rules { get; } = new()
    {
        UnchargedAfter = TimeSpan.FromDays(ActiveDays),
        FreeAccountTypes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["single_channel_guest"] = "Slack charges nothing for guests of a single channel.",
            ["bot"] = Bots,
            ["workflow_bot"] = Bots,
            ["connector_bot"] = Bots,
            ["slackbot"] = "Slackbot is Slack's own and is in every workspace.",
        },
        IsCreditedWithinTerm = true,
        AppliesTo = "Plans bought on Slack's web site and paid for by card or self-serve invoice; a contract with Slack's sales may say otherwise.",
        Source = new("https://slack.com/help/articles/218915077-Slacks-Fair-Billing-Policy"),
    };
}
