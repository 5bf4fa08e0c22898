namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>A bot as the author of something: named by its own id, not by its user's.</summary>
internal sealed record Bot(string BotId, string AppId, string UserId, string Name);
