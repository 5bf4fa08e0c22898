using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Collection.Streams;

/// <summary>User groups, disabled ones too.</summary>
/// <remarks>
/// <para>Method <c>usergroups.list</c>, scope <c>usergroups:read</c>, tier 2, one call; paid plans only (<c>plan_upgrade_required</c>).</para>
/// <para>Key: group id. No checkpoint: one page. <c>user_count</c> is text or a number.</para>
/// <para>Left out: description (free text), default channels. Source: https://docs.slack.dev/reference/methods/usergroups.list/</para>
/// </remarks>
internal sealed class UsergroupsStream : ListStream<UsergroupsListAnswer, SlackUsergroup>
{
    private readonly ListReader<UsergroupsListAnswer, SlackUsergroup> _reader = new(SlackJson.Default.UsergroupsListAnswer, SlackJson.Default.SlackUsergroup, "usergroups");
    private readonly KeyValuePair<string, string>[] _form = [new("include_disabled", "true"), new("include_count", "true")];

    /// <inheritdoc/>
    protected override StreamDefinition<SlackUsergroup> Definition { get; } = Define();

    /// <inheritdoc/>
    public override IEnumerable<CallEstimate> Estimate(EstimateBasis basis) => [basis.Calls("usergroups.list", SlackTier.Tier2, Math.Max(1, basis.RowsOf("team_info")), "one a workspace")];

    /// <inheritdoc/>
    protected override SlackCall<UsergroupsListAnswer> Call(StreamPosition position, int? limit) => new("usergroups.list", SlackTier.Tier2, _form, _reader);

    /// <inheritdoc/>
    protected override void Complete(SlackUsergroup record, SlackIdentity identity) => record.TeamId ??= identity.TeamId;

    private static StreamDefinition<SlackUsergroup> Define()
    {
        Meaning group = new("usergroups.list: usergroups[]");

        return new StreamDefinitionBuilder<SlackUsergroup>(new()
        {
            Id = "usergroups",
            Name = "Groups",
            Description = "One user group, in use or disabled.",
            Mode = StreamMode.Snapshot,
            Subject = StreamSubject.Groups,
            Methods = ["usergroups.list"],
            Scopes = ["usergroups:read"],
            Plan = "Pro, Business+ or Enterprise",
            LostWithout = "Without it there are no groups by which seats could be shared out.",
            References = [new("created_by", "users", "user_id"), new("updated_by", "users", "user_id")],
        })
        .Text("usergroup_id", row => row.Id, group.Of("id", "The group's id.", ColumnSemantic.GroupId, isKey: true))
        .Text("team_id", row => row.TeamId, group.Of("team_id", "The workspace that the group belongs to.", ColumnSemantic.TenantId))
        .Text("name", row => row.Name, group.Of("name", "The group's name.", ColumnSemantic.DisplayName))
        .Text("handle", row => row.Handle, group.Of("handle", "What it is called by in messages."))
        .Boolean("is_disabled", row => row.IsRetired, group.Of("date_delete", "Whether it is disabled.", ColumnSemantic.IsRetired))
        .Boolean("is_external", row => row.IsExternal, group.Of("is_external", "Whether it comes from another workspace."))
        .Boolean("is_from_identity_provider", row => row.IsIdpGroup, group.Of("is_idp_group", "Whether an identity provider keeps it.", nullMeans: "Not told."))
        .Boolean("is_of_organisation", row => row.IsOrgLevel, group.Of("is_org_level", "Whether it belongs to the whole organisation.", nullMeans: "Not told."))
        .Text("automatic_for", row => row.AutoType, group.Of("auto_type", "The role whose holders it gathers by itself.", nullMeans: "Its members are chosen by hand."))
        .Int64("members", row => row.UserCount, group.Of("user_count", "How many members it has.", ColumnSemantic.MemberCount))
        .Int64("channels", row => row.ChannelCount, group.Of("channel_count", "How many channels its members join by themselves."))
        .Text("created_by", row => row.CreatedBy, group.Of("created_by", "Who made it.", ColumnSemantic.ResponsibleAccountId, PersonalData.Pseudonym))
        .Text("updated_by", row => row.UpdatedBy, group.Of("updated_by", "Who changed it last.", personalData: PersonalData.Pseudonym))
        .Timestamp("created_at", row => SlackMoment.FromSeconds(row.DateCreate), group.Of("date_create", "When it was made."))
        .Timestamp("updated_at", row => SlackMoment.FromSeconds(row.DateUpdate), group.Of("date_update", "When it was last changed."))
        .Timestamp("disabled_at", row => SlackMoment.FromSeconds(row.DateDelete), group.Of("date_delete", "When it was disabled.", nullMeans: "It is in use."))
        .Build();
    }
}
