namespace Plugin.Slack.Collection;

/// <summary>One account in one channel.</summary>
/// <param name="ChannelId">The channel.</param>
/// <param name="UserId">The account.</param>
internal sealed record ChannelMember(string ChannelId, string UserId);
