namespace Plugin.Slack.Sandbox;

/// <summary>What the workspace pays for. It decides which methods answer and whether people carry enterprise records.</summary>
public enum SlackPlan
{
    Free,
    Pro,
    BusinessPlus,
    Enterprise,
}
