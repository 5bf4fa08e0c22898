using Plugin.Abstractions;

namespace Plugin.Slack.Collection;

/// <summary>What people want from the inventory, each with the fewest streams that answer it. What is about people takes the list of people along: ids alone tell nobody anything.</summary>
internal static class SlackOutcomes
{
    /// <summary>All, in the order in which people ask for them.</summary>
    public static IReadOnlyList<OutcomeDescription> All { get; } =
    [
        new("workspace", "Workspace", "Which workspace it is, with its domains and its organisation.", ["team_info"], ["team:read"]),
        new("roster", "Roster", "Who is there: people, guests and bots, with the kind of account.", ["users"]),
        new("email", "E-mail addresses", "People's e-mail addresses, by which they are matched with other systems.", ["users"], ["users:read.email"]),
        new("profiles", "Custom profile fields", "What profiles say beyond name and title: department or cost centre, where a workspace keeps them.", ["users", "team_profile", "users_profile"]),
        new("seats", "Paid seats", "Whose seat is billed now.", ["users", "team_billable_info"]),
        new("activity", "Last activity", "When people were last there, by their sign-ins; takes a paid plan.", ["users", "team_access_logs"]),
        new("apps", "Apps", "Which apps are installed, by whom and with which permissions.", ["team_integration_logs", "apps"]),
        new("groups", "User groups", "Which user groups there are and who is in them; takes a paid plan.", ["users", "usergroups", "usergroups_users"]),
        new("channels", "Channels", "Which channels there are, and which of them are archived.", ["conversations"]),
        new("channel-members", "Channel members", "Who is in which channel.", ["users", "conversations", "conversations_members"]),
        new("files", "Files", "How much is stored, where it lives, and what is shared by public links; never what is in it.", ["users", "files"]),
        new("message-activity", "Message activity", "Who wrote how much in which public channel on which day; never what.", ["users", "conversations", "conversations_history"]),
        new("calls", "Calls", "Which calls were held, by which service, with how many people.", ["users", "conversations", "conversations_history", "calls"], ["calls:read"]),
        new("direct-conversations", "Direct conversations", "Which direct conversations the account that consents has, with whom and since when.", ["users", "direct_conversations"]),
        new("direct-messages", "Direct messages", "How much was written in direct conversations of the account that consents, when the settings say that they are counted; never what.", ["users", "conversations", "direct_conversations", "conversations_history"], ["im:history"]),
    ];
}
