namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>A user group. Its members are a run of ranks.</summary>
internal sealed record UserGroup(int Number, string Id, string Name, string Handle, long Created, long Updated, long Deleted, int Start, int Ranks);
