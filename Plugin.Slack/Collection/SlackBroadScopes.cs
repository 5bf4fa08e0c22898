using Plugin.Abstractions;

namespace Plugin.Slack.Collection;

/// <summary>Scopes with which an app reads what people write or share, or administers the workspace. Source: Slack's reference of scopes, docs.slack.dev/reference/scopes.</summary>
internal static class SlackBroadScopes
{
    public static IReadOnlyList<BroadAppScope> All { get; } =
    [
        new("admin", "administer the workspace and read its logs"),
        new("admin.*", "administer the organisation"),
        new("channels:history", "read messages in public channels"),
        new("groups:history", "read messages in private channels"),
        new("im:history", "read direct messages"),
        new("mpim:history", "read group direct messages"),
        new("search:read*", "search messages and files"),
        new("files:read", "read files that people share"),
    ];
}
