namespace Plugin.Slack.Authorization;

/// <summary>Whose token it is, as <c>auth.test</c> says.</summary>
internal sealed record SlackIdentity
{
    /// <summary>The id of the workspace (<c>T…</c>), or of the organisation (<c>E…</c>) when the token is for a whole one.</summary>
    public required string TeamId { get; init; }

    /// <summary>The name of the workspace or organisation.</summary>
    public string? TeamName { get; init; }

    /// <summary>The address of the workspace or organisation.</summary>
    public string? Url { get; init; }

    /// <summary>The organisation's id, or <see langword="null"/> outside one.</summary>
    public string? EnterpriseId { get; init; }

    /// <summary>The account's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The account's handle.</summary>
    public string? UserName { get; init; }

    /// <summary>The app's id, or <see langword="null"/> when Slack did not say.</summary>
    public string? AppId { get; init; }

    /// <summary>The scopes that the token has, or <see langword="null"/> when Slack did not say.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Seconds after which the token ends, counted from when it was asked for, or <see langword="null"/> when it does not.</summary>
    public long? ExpiresIn { get; init; }

    /// <summary>The workspaces that a token of a whole organisation may act in, in the order of their ids; <see langword="null"/> for a token of one workspace.</summary>
    public IReadOnlyList<Workspace>? Workspaces { get; init; }

    /// <summary>The identity with one of the organisation's workspaces in the place of the organisation.</summary>
    /// <param name="workspaceId">The workspace, or <see langword="null"/> for the identity as it is.</param>
    /// <returns>The identity.</returns>
    public SlackIdentity For(string? workspaceId) => workspaceId is null
        ? this
        : this with { TeamId = workspaceId, TeamName = Workspaces?.FirstOrDefault(workspace => workspace.Id == workspaceId)?.Name };

    /// <summary>The organisation's workspace after another.</summary>
    /// <param name="workspaceId">The other, or <see langword="null"/> for the first one.</param>
    /// <returns>The workspace's id, or <see langword="null"/> when there is none.</returns>
    public string? WorkspaceAfter(string? workspaceId) =>
        Workspaces?.FirstOrDefault(workspace => workspaceId is null || string.CompareOrdinal(workspace.Id, workspaceId) > 0)?.Id;
}
