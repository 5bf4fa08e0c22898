using System.Runtime.CompilerServices;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Collection.Streams;

/// <summary>Who is in which user group.</summary>
/// <remarks>
/// <para>Method <c>usergroups.list</c> with <c>include_users</c>: one call for all groups. For a group that came without its members <c>usergroups.users.list</c>.
/// Scope <c>usergroups:read</c>, tier 2, paid plans only (<c>plan_upgrade_required</c>).</para>
/// <para>Key: group and account. Checkpoint: the last group that was asked for by itself; groups are taken in the order of their ids.</para>
/// <para>Left out: nothing. Source: https://docs.slack.dev/reference/methods/usergroups.list/</para>
/// </remarks>
internal sealed class UsergroupsUsersStream : SlackStream
{
    private readonly ListReader<UsergroupsListAnswer, SlackUsergroup> _listReader = new(SlackJson.Default.UsergroupsListAnswer, SlackJson.Default.SlackUsergroup, "usergroups");
    private readonly AnswerReader<UsergroupUsersAnswer> _groupReader = new(SlackJson.Default.UsergroupUsersAnswer);
    private readonly KeyValuePair<string, string>[] _form = [new("include_disabled", "true"), new("include_users", "true")];
    private readonly UsergroupsStream _groups = new();
    private readonly StreamDefinition<UsergroupMember> _definition = Define();

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

        if ((identity.Workspaces is { Count: 0 } ? NoWorkspaces() : SkipBeforehand(identity)) is { } skipped)
        {
            yield return Page([], 0, [], skipped, null, cost, notes, startsOver);
            yield break;
        }

        position ??= new();
        position = position.Workspace is null ? position with { Workspace = identity.WorkspaceAfter(null) } : position;

        while (true)
        {
            var workspace = position.Workspace;
            var further = identity.WorkspaceAfter(workspace) is { } id ? position with { Workspace = id, Cursor = null, Page = 0 } : null;
            var list = await session.CallAsync(List().In(workspace), cost, cancellationToken);

            if (!list.TryGet(out var answer, out var refusal))
            {
                if (workspace is null || !await session.IsOfWorkspaceAsync(refusal, cost, cancellationToken))
                {
                    yield return Page([], 0, [], EndAfter(refusal, position.Pages > 0), null, cost, notes, startsOver);
                    yield break;
                }

                notes.Add(new("workspace_refused", $"{refusal.Message} The workspace {workspace} was left out."));
                IReadOnlyList<string> refused = [.. position.RefusedWorkspaces ?? [], workspace];

                if (further is null)
                {
                    yield return Page([], 0, [], Whole(StreamEnd.Complete(), position with { RefusedWorkspaces = refused }, identity), null, cost, notes, startsOver);
                    yield break;
                }

                position = further with { RefusedWorkspaces = refused };

                continue;
            }

            var groups = answer.Records!.OfType<SlackUsergroup>().Where(group => group.HasKey).OrderBy(group => group.Id, StringComparer.Ordinal).ToList();

            // A group without members is one that Slack sent without them: an empty list says that it has none.
            var pending = groups.Where(group => group.Users is null && string.CompareOrdinal(group.Id, position.Cursor) > 0).Select(group => group.Id!).ToList();

            if (position.Page == 0)
            {
                List<OmittedRecords> lost = [];
                List<UsergroupMember> members = [];
                var received = answer.Records!.Count + answer.Unreadable - groups.Count;

                if (received > 0)
                {
                    lost.Add(new("unreadable_group", "The group could not be read, or has no id; its members are not known.", received));
                }

                foreach (var group in groups)
                {
                    received += Add(members, lost, group.Id!, group.Users ?? []);
                }

                position = position with { Page = 1, Pages = position.Pages + 1 };

                yield return Page(members, received, lost, EndAt(pending.Count == 0), pending.Count == 0 ? Counted(further) : position, cost, notes, startsOver);

                if (pending.Count == 0 && further is null)
                {
                    yield break;
                }

                (cost, notes, startsOver) = (new(), [], false);
            }

            for (var index = 0; index < pending.Count; index++)
            {
                var result = await session.CallAsync(Group(pending[index]).In(workspace), cost, cancellationToken);
                List<UsergroupMember> members = [];
                List<OmittedRecords> omitted = [];
                var received = 0;

                if (result.TryGet(out var group, out var failure))
                {
                    received = Add(members, omitted, pending[index], group.Users!);
                }
                else if (failure.Action is SlackErrorAction.SkipItem)
                {
                    received = 1;
                    omitted.Add(new(failure.Code, "The group could not be asked for its members any more.", 1));
                }
                else
                {
                    yield return Page([], 0, [], EndAfter(failure, hasPages: true), null, cost, notes, startsOver);
                    yield break;
                }

                position = position with { Cursor = pending[index], Pages = position.Pages + 1 };
                var isLast = index == pending.Count - 1;

                yield return Page(members, received, omitted, EndAt(isLast), isLast && further is not null ? Counted(further) : position, cost, notes, startsOver);

                if (isLast && further is null)
                {
                    yield break;
                }

                (cost, notes, startsOver) = (new(), [], false);
            }

            if (further is null)
            {
                // Resumed after the last group that had to be asked for.
                yield return Page([], 0, [], EndAt(isListed: true), null, cost, notes, startsOver);
                yield break;
            }

            position = Counted(further)!;

            StreamEnd? EndAt(bool isListed) => isListed && further is null ? Whole(StreamEnd.Complete(), position, identity) : null;

            StreamPosition? Counted(StreamPosition? next) => next is null ? null : next with { Pages = position.Pages };
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<CallEstimate> Estimate(EstimateBasis basis) => [basis.Calls("usergroups.list", SlackTier.Tier2, Math.Max(1, basis.RowsOf("team_info")), "one a workspace")];

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(SlackSession session, CancellationToken cancellationToken) => _groups.ProbeAsync(session, cancellationToken);

    private static int Add(List<UsergroupMember> members, List<OmittedRecords> omitted, string groupId, List<string?> users)
    {
        var withoutKey = 0;

        foreach (var user in users)
        {
            if (string.IsNullOrEmpty(user))
            {
                withoutKey++;
            }
            else
            {
                members.Add(new(groupId, user));
            }
        }

        if (withoutKey > 0)
        {
            omitted.Add(new("missing_key", "The member has no id.", withoutKey));
        }

        return users.Count;
    }

    private static StreamDefinition<UsergroupMember> Define()
    {
        Meaning group = new("usergroups.list: usergroups[]");

        return new StreamDefinitionBuilder<UsergroupMember>(new()
        {
            Id = "usergroups_users",
            Name = "Group members",
            Description = "One account in one user group.",
            Mode = StreamMode.Snapshot,
            Subject = StreamSubject.GroupMembers,
            Methods = ["usergroups.list", "usergroups.users.list"],
            Scopes = ["usergroups:read"],
            Plan = "Pro, Business+ or Enterprise",
            LostWithout = "Without it nobody knows who is in which group.",
            References = [new("usergroup_id", "usergroups", "usergroup_id"), new("user_id", "users", "user_id")],
        })
        .Text("usergroup_id", row => row.UsergroupId, group.Of("id", "The group.", ColumnSemantic.GroupId, isKey: true))
        .Text("user_id", row => row.UserId, group.Of("users[]", "The account.", ColumnSemantic.AccountId, PersonalData.Pseudonym, isKey: true))
        .Build();
    }

    private SlackCall<UsergroupsListAnswer> List() => new("usergroups.list", SlackTier.Tier2, _form, _listReader);

    private SlackCall<UsergroupUsersAnswer> Group(string id) =>
        new("usergroups.users.list", SlackTier.Tier2, [new("usergroup", id), new("include_disabled", "true")], _groupReader);

    private RecordPage<UsergroupMember> Page(
        List<UsergroupMember> members,
        int received,
        List<OmittedRecords> omitted,
        StreamEnd? end,
        StreamPosition? next,
        CallCost cost,
        List<EvidenceNote> notes,
        bool startsOver) => new(_definition, members)
        {
            Next = end is null ? next?.ToCheckpoint() : null,
            End = end,
            Evidence = Evidence(cost, received, omitted, notes),
            StartsOver = startsOver,
        };
}
