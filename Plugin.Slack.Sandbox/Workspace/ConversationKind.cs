namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>The kinds of conversation that <c>types</c> names.</summary>
[Flags]
internal enum ConversationKind
{
    None = 0,
    PublicChannel = 1,
    PrivateChannel = 2,
    Mpim = 4,
    Im = 8,
}
