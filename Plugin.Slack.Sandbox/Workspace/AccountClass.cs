namespace Plugin.Slack.Sandbox.Workspace;

internal enum AccountClass
{
    PrimaryOwner,
    Owner,
    Admin,
    Member,
    MultiChannelGuest,
    SingleChannelGuest,
    Invited,
    Deactivated,
    Stranger,
    Bot,
    WorkflowBot,
    Slackbot,
}
