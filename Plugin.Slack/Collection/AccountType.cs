using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Collection;

/// <summary>The kind of an account, in ten classes, and the flag that decided.</summary>
/// <param name="Name">The class, or <see langword="null"/> when Slack does not say: roles of deactivated people are not given.</param>
/// <param name="DecidedBy">The field that decided.</param>
internal readonly record struct AccountType(string? Name, string DecidedBy)
{
    private const string SlackbotId = "USLACKBOT";

    /// <summary>Classifies a user.</summary>
    /// <param name="user">The user.</param>
    /// <returns>The class.</returns>
    public static AccountType Of(SlackUser user) => user switch
    {
        // Slackbot says of itself that it is no bot.
        { Id: SlackbotId } => new("slackbot", "id"),
        { IsConnectorBot: true } => new("connector_bot", "is_connector_bot"),
        { IsWorkflowBot: true } => new("workflow_bot", "is_workflow_bot"),
        { IsBot: true } => new("bot", "is_bot"),
        { IsPrimaryOwner: true } => new("primary_owner", "is_primary_owner"),
        { IsOwner: true } => new("owner", "is_owner"),
        { IsAdmin: true } => new("admin", "is_admin"),
        { IsUltraRestricted: true } => new("single_channel_guest", "is_ultra_restricted"),
        { IsRestricted: true } => new("multi_channel_guest", "is_restricted"),
        { Deleted: true, IsRestricted: null, IsAdmin: null, IsOwner: null } => new(null, "deleted"),
        _ => new("member", "no flag"),
    };
}
