namespace Plugin.Slack.Authorization;

/// <summary>Whose token it is, as <c>auth.test</c> says.</summary>
internal sealed record SlackIdentity
{
    /// <summary>The workspace's id: <c>T…</c>.</summary>
    public required string TeamId { get; init; }

    /// <summary>The workspace's name.</summary>
    public string? TeamName { get; init; }

    /// <summary>The workspace's address.</summary>
    public string? Url { get; init; }

    /// <summary>The organisation's id, or <see langword="null"/> outside one.</summary>
    public string? EnterpriseId { get; init; }

    /// <summary>The account's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The account's handle.</summary>
    public string? UserName { get; init; }

    /// <summary>The scopes that the token has, or <see langword="null"/> when Slack did not say.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }
}
