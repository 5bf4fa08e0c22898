namespace Plugin.Slack.Api.Answers;

/// <summary>A workspace.</summary>
internal sealed class SlackTeam
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Domain { get; init; }

    public string? EmailDomain { get; init; }

    public string? Url { get; init; }

    public bool? IsVerified { get; init; }

    public string? Discoverable { get; init; }

    public string? Locale { get; init; }

    public string? EnterpriseId { get; init; }

    public string? EnterpriseName { get; init; }

    public string? EnterpriseDomain { get; init; }

    public SsoProvider? SsoProvider { get; init; }
}
