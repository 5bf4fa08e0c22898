namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>auth.test</c>: whose token it is.</summary>
internal sealed class AuthTestAnswer : SlackAnswer
{
    public string? Url { get; init; }

    public string? Team { get; init; }

    public string? User { get; init; }

    public string? TeamId { get; init; }

    public string? UserId { get; init; }

    public string? EnterpriseId { get; init; }

    public bool? IsEnterpriseInstall { get; init; }

    public override bool IsWhole => !string.IsNullOrEmpty(UserId);
}
