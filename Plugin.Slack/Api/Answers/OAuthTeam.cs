namespace Plugin.Slack.Api.Answers;

/// <summary>The workspace or organisation that a consent is for.</summary>
internal sealed class OAuthTeam
{
    public string? Id { get; init; }

    public string? Name { get; init; }
}
