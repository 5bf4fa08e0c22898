namespace Plugin.Slack.Collection;

/// <summary>Why a conversation's messages are not read.</summary>
internal enum HistorySkip
{
    /// <summary>It is archived, and was read to its end.</summary>
    Archived,

    /// <summary>It is private, or a direct conversation of more than two, and no scope of the token opens it.</summary>
    Private,
}
