namespace Plugin.Slack.Sandbox.Workspace;

internal enum MessageKind
{
    Text,
    Join,

    /// <summary>Of a bot, without a user.</summary>
    BotMessage,

    /// <summary>Of an app, whose user is null.</summary>
    AppMessage,
    Call,
    Huddle,
    File,
}
