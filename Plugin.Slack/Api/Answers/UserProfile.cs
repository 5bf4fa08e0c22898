namespace Plugin.Slack.Api.Answers;

/// <summary>What is kept of a user's profile. <c>fields</c>, which is an object, an empty list or null, is not read.</summary>
internal sealed class UserProfile
{
    public string? RealName { get; init; }

    public string? DisplayName { get; init; }

    public string? Title { get; init; }

    public string? Email { get; init; }

    public string? BotId { get; init; }

    public string? ApiAppId { get; init; }

    public string? GuestInvitedBy { get; init; }

    public long? GuestExpirationTs { get; set; }
}
