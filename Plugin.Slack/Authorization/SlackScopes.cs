using Plugin.Abstractions.Authorization;
using Plugin.Slack.Settings;

namespace Plugin.Slack.Authorization;

/// <summary>The one list of scopes: what each is for. All are user scopes and only read.</summary>
/// <remarks>Source: https://docs.slack.dev/reference/scopes/</remarks>
internal sealed class SlackScopes
{
    /// <summary>The scope for messages in direct conversations, which are counted only when the settings say so.</summary>
    public const string DirectMessages = "im:history";

    /// <summary>All, the optional ones last.</summary>
    public IReadOnlyList<ScopeDescription> All { get; } =
    [
        new("admin", "Reads which seats are billed, the sign-ins (last activity) and the log of installed apps. Only an administrator or owner can grant it. The connector only reads with it."),
        new("users:read", "Reads the list of people, guests and bots."),
        new("calls:read", "Reads when calls that messages told of were held, and with how many people; neither title nor address is kept."),
        new("channels:read", "Reads the list of public channels and who is in them."),
        new(DirectMessages, "Counts messages in direct conversations of the account that consents, only when the settings say so; their text is never kept."),
        new("channels:history", "Counts messages in public channels by user and day; their text is never kept."),
        new("files:read", "Reads names, sizes and kinds of files, never their content."),
        new("groups:read", "Reads the private channels that the account that consents is in."),
        new("usergroups:read", "Reads user groups and their members."),
        new("users.profile:read", "Reads the custom fields of people's profiles, and what they are called."),
        new("team:read", "Reads the workspace's name, domain and organisation."),
        new("mpim:read", "Lists direct conversations of more than two of the account that consents: how many, since when, nothing of what is said."),
        new("im:read", "Lists direct conversations of two of the account that consents: with whom, since when, nothing of what is said."),
        new("users:read.email", "Reads people's e-mail addresses, by which they are matched with other systems.", IsOptional: true),
    ];

    /// <summary>The names of the optional ones, for a sentence.</summary>
    public string OptionalNames => string.Join(", ", All.Where(scope => scope.IsOptional).Select(scope => scope.Name));

    /// <summary>Whether a scope is asked for only when somebody wants it.</summary>
    /// <param name="name">The scope's name.</param>
    /// <returns>Whether it is an optional one of the list.</returns>
    public bool IsOptional(string name) => All.Any(scope => scope.Name == name && scope.IsOptional);

    /// <summary>Whether the connector can use a scope.</summary>
    /// <param name="name">The scope's name.</param>
    /// <returns>Whether it is in the list.</returns>
    public bool IsKnown(string name) => All.Any(scope => scope.Name == name);

    /// <summary>The scopes to ask for with the settings of a connector.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>Their names, each once: all of the connector's own unless the settings name others, and the additional ones.</returns>
    public IReadOnlyList<string> ToAskFor(SlackSettings settings) =>
        settings.OnlyScopeList is { Length: > 0 } only ? [.. only.Union(settings.ExtraScopeList, StringComparer.Ordinal)] : ToAskFor(settings.ExtraScopeList);

    /// <summary>The connector's own scopes and others.</summary>
    /// <param name="extra">Scopes beyond the connector's own.</param>
    /// <returns>Their names, each once.</returns>
    public IReadOnlyList<string> ToAskFor(IEnumerable<string> extra) =>
        [.. All.Where(scope => !scope.IsOptional).Select(scope => scope.Name).Union(extra, StringComparer.Ordinal)];
}
