namespace Plugin.Slack.Api.Answers;

/// <summary>The account that gave the consent, and its token.</summary>
internal sealed class OAuthUser
{
    public string? Id { get; init; }

    public string? Scope { get; init; }

    public string? AccessToken { get; init; }

    public string? RefreshToken { get; init; }

    public long? ExpiresIn { get; init; }
}
