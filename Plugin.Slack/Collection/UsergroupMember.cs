namespace Plugin.Slack.Collection;

/// <summary>One account in one user group.</summary>
/// <param name="UsergroupId">The group.</param>
/// <param name="UserId">The account.</param>
internal sealed record UsergroupMember(string UsergroupId, string UserId);
