namespace Plugin.Slack.Api;

/// <summary>Calls a minute that Slack promises for a method, counted by method, workspace and app.</summary>
/// <remarks>Source: https://docs.slack.dev/apis/web-api/rate-limits/</remarks>
internal enum SlackTier
{
    /// <summary>Once a minute: reading messages, for apps that Slack counts as distributed commercially.</summary>
    Capped = 1,

    /// <summary>Hundreds a minute; here 200.</summary>
    Special = 200,

    /// <summary>20 a minute.</summary>
    Tier2 = 20,

    /// <summary>50 a minute.</summary>
    Tier3 = 50,

    /// <summary>100 a minute.</summary>
    Tier4 = 100,
}
