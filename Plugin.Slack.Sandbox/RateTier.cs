namespace Plugin.Slack.Sandbox;

/// <summary>Slack's rate tiers; the value is calls a minute for one method of one app in one workspace.</summary>
public enum RateTier
{
    Tier1 = 1,
    Tier2 = 20,
    Tier3 = 50,
    Tier4 = 100,
    Special = 600,
}
