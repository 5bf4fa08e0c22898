using System.Runtime.CompilerServices;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Collection.Streams;

/// <summary>The workspace itself.</summary>
/// <remarks>
/// <para>Method <c>team.info</c>, scope <c>team:read</c>, tier 3, one call a workspace; without the scope <c>auth.test</c>, which gives id, name and address.</para>
/// <para>Key: workspace id. Checkpoint: the next workspace of an organisation. Left out: icons. Source: https://docs.slack.dev/reference/methods/team.info/</para>
/// </remarks>
internal sealed class TeamInfoStream : SlackStream
{
    private const string Scope = "team:read";

    private readonly AnswerReader<TeamInfoAnswer> _reader = new(SlackJson.Default.TeamInfoAnswer);
    private readonly StreamDefinition<SlackTeam> _definition = Define();

    /// <inheritdoc/>
    public override StreamDescription Description => _definition.Description;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StreamPage> CollectAsync(SlackSession session, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CallCost cost = new();
        var identity = await session.IdentifyAsync(cost, cancellationToken);
        var position = StreamPosition.Read(request.ResumeFrom);
        var startsOver = request.ResumeFrom is not null && position is null;
        List<EvidenceNote> notes = startsOver ? [CheckpointUnreadable()] : [];

        if (identity.Workspaces is { Count: 0 })
        {
            yield return new RecordPage<SlackTeam>(_definition, []) { End = NoWorkspaces(), Evidence = Evidence(cost, 0, [], notes), StartsOver = startsOver };
            yield break;
        }

        // The checkpoint names the workspace that comes next.
        for (var workspace = position?.Workspace ?? identity.WorkspaceAfter(null); ;)
        {
            var team = await ReadAsync(session, identity.For(workspace), isOne: workspace is not null, cost, notes, cancellationToken);
            var next = identity.WorkspaceAfter(workspace);

            yield return new RecordPage<SlackTeam>(_definition, [team])
            {
                Next = next is null ? null : new StreamPosition { Workspace = next }.ToCheckpoint(),
                End = next is null ? StreamEnd.Complete(reportedTotal: identity.Workspaces?.Count ?? 1) : null,
                Evidence = Evidence(cost, 1, [], notes),
                StartsOver = startsOver,
            };

            if (next is null)
            {
                yield break;
            }

            (workspace, cost, notes, startsOver) = (next, new(), [], false);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<CallEstimate> Estimate(EstimateBasis basis) => [basis.Calls("team.info", SlackTier.Tier3, Math.Max(1, basis.Own.Rows), "one a workspace")];

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(SlackSession session, CancellationToken cancellationToken) =>
        (await session.CallAsync(Call((await session.IdentifyAsync(new(), cancellationToken)).WorkspaceAfter(null)), new(), cancellationToken)).Failure;

    private async Task<SlackTeam> ReadAsync(SlackSession session, SlackIdentity identity, bool isOne, CallCost cost, List<EvidenceNote> notes, CancellationToken cancellationToken)
    {
        if (identity.Scopes?.Contains(Scope) is false)
        {
            return Fallback(identity, notes);
        }

        var result = await session.CallAsync(Call(isOne ? identity.TeamId : null), cost, cancellationToken);

        if (result.TryGet(out var answer, out var failure))
        {
            // A whole answer has a workspace.
            return answer.Team!;
        }

        return failure.Action is SlackErrorAction.SkipStream ? Fallback(identity, notes) : throw failure.ToException();
    }

    private static SlackTeam Fallback(SlackIdentity identity, List<EvidenceNote> notes)
    {
        notes.Add(new("fallback_auth_test", "team.info may not be called (scope team:read), so only what auth.test says of the workspace was kept: id, name and address."));

        return new() { Id = identity.TeamId, Name = identity.TeamName, Url = identity.Url, EnterpriseId = identity.EnterpriseId };
    }

    private static StreamDefinition<SlackTeam> Define()
    {
        Meaning team = new("team.info: team");

        return new StreamDefinitionBuilder<SlackTeam>(new()
        {
            Id = "team_info",
            Name = "Workspace",
            Description = "The workspace that is collected.",
            Mode = StreamMode.Snapshot,
            Subject = StreamSubject.Tenant,
            Methods = ["team.info", "auth.test"],
            LostWithout = "Without it the workspace's domain and organisation are not known; its id, name and address come from auth.test.",
        })
        .Text("team_id", row => row.Id, team.Of("id", "The workspace's id.", ColumnSemantic.TenantId, isKey: true))
        .Text("name", row => row.Name, team.Of("name", "The workspace's name.", ColumnSemantic.TenantName))
        .Text("url", row => row.Url, team.Of("url", "The workspace's address."))
        .Text("domain", row => row.Domain, team.Of("domain", "The first part of the address.", scope: Scope))
        .Text("email_domains", row => row.EmailDomain, team.Of("email_domain", "The e-mail domains whose people may join, separated by commas.", scope: Scope))
        .Boolean("is_verified", row => row.IsVerified, team.Of("is_verified", "Whether Slack has verified the organisation behind it.", scope: Scope))
        .Text("discoverable", row => row.Discoverable, team.Of("discoverable", "Who can find the workspace.", scope: Scope))
        .Text("locale", row => row.Locale, team.Of("locale", "The workspace's language.", scope: Scope))
        .Text("enterprise_id", row => row.EnterpriseId, team.Of("enterprise_id", "The organisation's id.", nullMeans: "The workspace is in no Enterprise organisation."))
        .Text("enterprise_name", row => row.EnterpriseName, team.Of("enterprise_name", "The organisation's name.", nullMeans: "The workspace is in no Enterprise organisation.", scope: Scope))
        .Text("enterprise_domain", row => row.EnterpriseDomain, team.Of("enterprise_domain", "The organisation's domain.", nullMeans: "The workspace is in no Enterprise organisation.", scope: Scope))
        .Text("sso_type", row => row.SsoProvider?.Type, team.Of("sso_provider.type", "How people sign in from outside: saml, for example.", nullMeans: "No single sign-on, or not told.", scope: Scope))
        .Text("sso_name", row => row.SsoProvider?.Name, team.Of("sso_provider.name", "The single sign-on's name.", nullMeans: "No single sign-on, or not told.", scope: Scope))
        .Build();
    }

    private SlackCall<TeamInfoAnswer> Call(string? workspace) => new("team.info", SlackTier.Tier3, workspace is null ? [] : [new("team", workspace)], _reader);
}
