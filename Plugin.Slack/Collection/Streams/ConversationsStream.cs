using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Collection.Streams;

/// <summary>Channels, public and private.</summary>
/// <remarks>
/// <para>Method <c>conversations.list</c>, scopes <c>channels:read</c> (public), <c>groups:read</c> (private, those that the account is in), tier 2, cursor, 999 a page.
/// Each type is asked for by itself: one missing scope would fail a call for both. <c>exclude_archived</c> is never sent: it is applied after a page is cut and empties pages.</para>
/// <para>Key: channel id. Checkpoint: the type and Slack's cursor. Without one of the scopes the stream ends partial.</para>
/// <para>Left out: topic and purpose (free text), direct conversations. Source: https://docs.slack.dev/reference/methods/conversations.list/</para>
/// </remarks>
internal sealed class ConversationsStream() : ConversationTypesStream(
    new ConversationType("public_channel", "channels:read", "public channels"),
    new ConversationType("private_channel", "groups:read", "private channels"))
{
    /// <inheritdoc/>
    protected override StreamDefinition<SlackConversation> Definition { get; } = Define();

    private static StreamDefinition<SlackConversation> Define()
    {
        Meaning channel = new("conversations.list: channels[]");

        return new StreamDefinitionBuilder<SlackConversation>(new()
        {
            Id = "conversations",
            Name = "Channels",
            Description = "One channel: every public one, and the private ones that the account that consented is in.",
            Mode = StreamMode.Snapshot,
            Subject = StreamSubject.Spaces,
            Methods = ["conversations.list"],
            Scopes = ["channels:read", "groups:read"],
            LostWithout = "Without channels:read there are no public channels, without groups:read no private ones.",
            References = [new("created_by", "users", "user_id"), new("team_id", "team_info", "team_id")],
        })
        .Text("channel_id", row => row.Id, channel.Of("id", "The channel's id. It may change when the channel is shared.", ColumnSemantic.SpaceId, isKey: true))
        .Text("team_id", row => row.TeamId, new() { Description = "The workspace that was asked.", Source = "auth.test: team_id", Semantic = ColumnSemantic.TenantId })
        .Text("name", row => row.Name, channel.Of("name", "The channel's name.", ColumnSemantic.DisplayName))
        .Boolean("is_private", row => row.IsPrivate ?? row.IsGroup, channel.Of("is_private", "Whether only its members see it."))
        .Boolean("is_archived", row => row.IsArchived, channel.Of("is_archived", "Whether it is archived.", ColumnSemantic.IsRetired))
        .Boolean("is_general", row => row.IsGeneral, channel.Of("is_general", "Whether everybody is in it."))
        .Boolean("is_shared", row => row.IsShared, channel.Of("is_shared", "Whether it is shared with another workspace."))
        .Boolean("is_shared_outside", row => row.IsExtShared, channel.Of("is_ext_shared", "Whether it is shared with another organisation (Slack Connect)."))
        .Boolean("is_shared_in_organisation", row => row.IsOrgShared, channel.Of("is_org_shared", "Whether it is shared within the organisation."))
        .Boolean("is_read_only", row => row.IsReadOnly, channel.Of("is_read_only", "Whether nobody can write.", nullMeans: "Not told."))
        .Int64("members", row => row.NumMembers, channel.Of("num_members", "How many members it has.", ColumnSemantic.MemberCount))
        .Text("created_by", row => row.Creator, channel.Of("creator", "Who made it.", ColumnSemantic.ResponsibleAccountId, PersonalData.Pseudonym))
        .Timestamp("created_at", row => SlackMoment.FromSeconds(row.Created), channel.Of("created", "When it was made."))
        .Timestamp("updated_at", row => SlackMoment.FromMilliseconds(row.Updated), channel.Of("updated", "When its settings were last changed. Says nothing about messages."))
        .Build();
    }
}
