namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>oauth.v2.access</c>. The first exchange has the user's token under <see cref="AuthedUser"/>, a refresh has it at the top.</summary>
/// <remarks>Source: https://docs.slack.dev/reference/methods/oauth.v2.access/</remarks>
internal sealed class OAuthAccessAnswer : SlackAnswer
{
    public string? AccessToken { get; init; }

    public string? RefreshToken { get; init; }

    public string? TokenType { get; init; }

    public long? ExpiresIn { get; init; }

    public OAuthUser? AuthedUser { get; init; }

    public OAuthTeam? Team { get; init; }

    public OAuthTeam? Enterprise { get; init; }

    public bool? IsEnterpriseInstall { get; init; }
}
