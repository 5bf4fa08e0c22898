namespace Plugin.Slack.Collection;

/// <summary>A channel and whether it is asked for its members.</summary>
/// <param name="Id">The channel.</param>
/// <param name="Key">The key of its row, or <see langword="null"/> when it is gone.</param>
/// <param name="MemberKey">The key of the last stored member up to this channel, or <see langword="null"/> when there is none.</param>
/// <param name="Members">How many members Slack says it has, or <see langword="null"/> when it does not say.</param>
/// <param name="IsPrivate">Whether only its members see it.</param>
/// <param name="IsAsked">Whether something speaks for asking.</param>
internal readonly record struct PlannedChannel(string Id, string? Key, string? MemberKey, long? Members, bool IsPrivate, bool IsAsked);
