using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Collection.Streams;

/// <summary>Direct conversations, of two and of more, of the account that consented.</summary>
/// <remarks>
/// <para>Method <c>conversations.list</c>, scopes <c>im:read</c> (of two), <c>mpim:read</c> (of more), tier 2, cursor, 999 a page; each type by itself. Off by default.</para>
/// <para>Key: conversation id. Checkpoint: the type and Slack's cursor. Without one of the scopes the stream ends partial.</para>
/// <para>Left out: names of group conversations, which list their members; topics. Source: https://docs.slack.dev/reference/methods/conversations.list/</para>
/// </remarks>
internal sealed class DirectConversationsStream() : ConversationTypesStream(
    new ConversationType("im", "im:read", "direct conversations of two"),
    new ConversationType("mpim", "mpim:read", "direct conversations of more than two"))
{
    /// <inheritdoc/>
    protected override StreamDefinition<SlackConversation> Definition { get; } = Define();

    private static StreamDefinition<SlackConversation> Define()
    {
        Meaning conversation = new("conversations.list: channels[]");

        return new StreamDefinitionBuilder<SlackConversation>(new()
        {
            Id = "direct_conversations",
            Name = "Direct conversations",
            Description = "One direct conversation, of two or more, that the account that consented is in: with whom and since when, nothing of what is said.",
            Mode = StreamMode.Snapshot,
            Methods = ["conversations.list"],
            Scopes = ["im:read", "mpim:read"],
            LostWithout = "Without im:read there are no direct conversations of two, without mpim:read none of more.",
            IsOnByDefault = false,
            References = [new("user_id", "users", "user_id"), new("created_by", "users", "user_id"), new("team_id", "team_info", "team_id")],
        })
        .Text("channel_id", row => row.Id, conversation.Of("id", "The conversation's id.", ColumnSemantic.SpaceId, isKey: true))
        .Text("team_id", row => row.TeamId, new() { Description = "The workspace that was asked.", Source = "auth.test: team_id", Semantic = ColumnSemantic.TenantId })
        .Text("kind", Kind, conversation.Of("is_im, is_mpim", "Of two (im) or of more (mpim)."))
        .Text("user_id", row => row.User, conversation.Of("user", "The other account.", ColumnSemantic.AccountId, PersonalData.Pseudonym, nullMeans: "A conversation of more than two."))
        .Boolean("is_user_deactivated", row => row.IsUserDeleted, conversation.Of("is_user_deleted", "Whether the other account is deactivated.", nullMeans: "A conversation of more than two, or not told."))
        .Boolean("is_archived", row => row.IsArchived, conversation.Of("is_archived", "Whether it is archived.", ColumnSemantic.IsRetired))
        .Int64("members", row => row.NumMembers, conversation.Of("num_members", "How many members it has.", ColumnSemantic.MemberCount, nullMeans: "Not told, which is usual for conversations of two."))
        .Text("created_by", row => row.Creator, conversation.Of("creator", "Who began it.", ColumnSemantic.ResponsibleAccountId, PersonalData.Pseudonym, nullMeans: "A conversation of two."))
        .Timestamp("created_at", row => SlackMoment.FromSeconds(row.Created), conversation.Of("created", "When it was begun."))
        .Timestamp("updated_at", row => SlackMoment.FromMilliseconds(row.Updated), conversation.Of("updated", "When its settings were last changed. Says nothing about messages."))
        .Build();
    }

    private static string? Kind(SlackConversation row) => row switch
    {
        { IsMpim: true } => "mpim",
        { IsIm: true } => "im",
        _ => null,
    };
}
