namespace Plugin.Slack.Collection;

/// <summary>What the id of a message's author names.</summary>
internal enum AuthorKind
{
    /// <summary>Nobody: the message names no author.</summary>
    Unknown,

    /// <summary>An account: a person, or the account of a bot.</summary>
    User,

    /// <summary>A bot.</summary>
    Bot,

    /// <summary>An app.</summary>
    App,
}
