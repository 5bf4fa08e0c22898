using Plugin.Abstractions.Errors;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;
using Plugin.Slack.Collection;

namespace Plugin.Slack;

/// <summary>Asks Slack whose the token is, and for a token of a whole organisation which workspaces it opens.</summary>
/// <remarks>Source: https://docs.slack.dev/reference/methods/auth.test/, https://docs.slack.dev/reference/methods/auth.teams.list/</remarks>
/// <param name="session">The way to Slack.</param>
internal sealed class IdentityReader(SlackSession session)
{
    private static readonly ListReader<AuthTeamsListAnswer, SlackTeam> Teams = new(SlackJson.Default.AuthTeamsListAnswer, SlackJson.Default.SlackTeam, "teams");

    /// <summary>The call that tells whose the token is.</summary>
    public static SlackCall<AuthTestAnswer> AuthTest { get; } = new("auth.test", SlackTier.Special, [], new(SlackJson.Default.AuthTestAnswer));

    /// <summary>Asks.</summary>
    /// <param name="cost">Where the cost is added.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="ConnectorException">Slack did not say.</exception>
    public async Task<SlackIdentity> ReadAsync(CallCost cost, CancellationToken cancellationToken)
    {
        var result = await session.CallAsync(AuthTest, cost, cancellationToken);

        if (!result.TryGet(out var answer, out var failure))
        {
            throw failure.ToException();
        }

        if (answer.TenantId is not { Length: > 0 } tenantId)
        {
            throw new ConnectorException(FailureReason.ReportDefect, "Slack named neither a workspace nor an organisation for the token.", "Report this to the maintainers of the connector.", "no_tenant");
        }

        return new()
        {
            TeamId = tenantId,
            TeamName = answer.Team,
            Url = answer.Url,
            EnterpriseId = answer.EnterpriseId,
            UserId = answer.UserId!,
            UserName = answer.User,
            AppId = string.IsNullOrEmpty(answer.AppId) ? null : answer.AppId,
            ExpiresIn = answer.ExpiresIn,
            Scopes = answer.GrantedScopes?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Workspaces = answer.IsOrganisation ? await ReadWorkspacesAsync(cost, cancellationToken) : null,
        };
    }

    private async Task<IReadOnlyList<Workspace>> ReadWorkspacesAsync(CallCost cost, CancellationToken cancellationToken)
    {
        SortedDictionary<string, Workspace> workspaces = new(StringComparer.Ordinal);
        CursorTrail trail = new();
        string? cursor = null;
        var emptyPages = 0;

        do
        {
            KeyValuePair<string, string>[] form = cursor is null ? [new("limit", "1000")] : [new("limit", "1000"), new("cursor", cursor)];
            var result = await session.CallAsync(new SlackCall<AuthTeamsListAnswer>("auth.teams.list", SlackTier.Tier2, form, Teams), cost, cancellationToken);

            if (!result.TryGet(out var answer, out var failure))
            {
                throw failure.ToException();
            }

            foreach (var team in answer.Teams!)
            {
                if (team?.Id is { Length: > 0 } id)
                {
                    workspaces[id] = new(id, team.Name);
                }
            }

            emptyPages = answer.Teams.Count == 0 ? emptyPages + 1 : 0;

            if (answer.NextCursor is { } next && trail.Check(cursor, next, emptyPages) is { } end)
            {
                throw new ConnectorException(end.Reason!.Value, "Slack's list of the organisation's workspaces does not end.", end.Fix!, end.Code);
            }

            cursor = answer.NextCursor;
        }
        while (cursor is not null);

        return [.. workspaces.Values];
    }
}
