namespace Plugin.Slack.Collection;

/// <summary>A person and what is known of them.</summary>
/// <param name="Key">The key of the person's row; of the stored profile for one who is gone.</param>
/// <param name="TeamId">The workspace.</param>
/// <param name="UserId">The account.</param>
/// <param name="IsKnown">Whether a profile is stored.</param>
/// <param name="IsGone">Whether the person is no longer listed.</param>
/// <param name="IsAskable">Whether the profile is worth a call: neither bot nor deactivated.</param>
internal readonly record struct PlannedPerson(string Key, string? TeamId, string UserId, bool IsKnown, bool IsGone, bool IsAskable);
