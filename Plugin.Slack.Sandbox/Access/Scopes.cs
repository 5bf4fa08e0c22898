namespace Plugin.Slack.Sandbox.Access;

/// <summary>The scopes that this sandbox knows, with the words of its consent page.</summary>
internal static class Scopes
{
    public static readonly IReadOnlyDictionary<string, string> Words = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["admin"] = "Administer the workspace: read seats, sign-ins and the history of installed apps",
        ["users:read"] = "View people in the workspace",
        ["users:read.email"] = "View email addresses of people in the workspace",
        ["users.profile:read"] = "View profile details about people in the workspace",
        ["team:read"] = "View the name, email domain and icon of the workspace",
        ["channels:read"] = "View basic information about public channels",
        ["groups:read"] = "View basic information about your private channels",
        ["im:read"] = "View basic information about your direct messages",
        ["mpim:read"] = "View basic information about your group direct messages",
        ["channels:history"] = "View messages and other content in your public channels",
        ["im:history"] = "View messages and other content in your direct messages",
        ["files:read"] = "View files shared in channels and conversations that you can see",
        ["usergroups:read"] = "View user groups in the workspace",
        ["calls:read"] = "View information about ongoing and past calls",
    };

    /// <summary>What a token from the command line may do when nothing else is said.</summary>
    public static readonly IReadOnlyList<string> All = [.. Words.Keys];
}
