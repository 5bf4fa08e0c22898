namespace Plugin.Slack.Api;

/// <summary>How fast a connector calls.</summary>
internal enum PaceChoice
{
    /// <summary>By Slack's tiers.</summary>
    Tier,

    /// <summary>As fast as answers come; only a refusal slows it down.</summary>
    Unpaced,
}
