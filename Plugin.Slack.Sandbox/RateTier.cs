using System.Diagnostics.CodeAnalysis;

namespace Plugin.Slack.Sandbox;

/// <summary>Slack's rate tiers; the value is calls a minute for one method of one app in one workspace.</summary>
[SuppressMessage("Design", "CA1008:Enums should have zero value", Justification = "Slack has no method without a limit.")]
public enum RateTier
{
    Tier1 = 1,
    Tier2 = 20,
    Tier3 = 50,
    Tier4 = 100,
    Special = 600,
}
