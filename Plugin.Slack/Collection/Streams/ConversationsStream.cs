using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Collection.Streams;

/// <summary>Channels, public and private.</summary>
/// <remarks>
/// <para>Method <c>conversations.list</c>, scopes <c>channels:read</c> (public), <c>groups:read</c> (private, those that the account is in), tier 2, cursor, 999 a page.
/// Each type is asked for by itself: one missing scope would fail a call for both. <c>exclude_archived</c> is never sent: it is applied after a page is cut and empties pages.</para>
/// <para>Key: channel id. Checkpoint: the type and Slack's cursor. Without one of the scopes the stream ends partial.</para>
/// <para>Left out: topic and purpose (free text), direct conversations. Source: https://docs.slack.dev/reference/methods/conversations.list/</para>
/// </remarks>
internal sealed class ConversationsStream : ListStream<ConversationsListAnswer, SlackConversation>
{
    private readonly (string Type, string Scope, string Name)[] _parts = [("public_channel", "channels:read", "public"), ("private_channel", "groups:read", "private")];
    private readonly ListReader<ConversationsListAnswer, SlackConversation> _reader = new(SlackJson.Default.ConversationsListAnswer, SlackJson.Default.SlackConversation, "channels");
    private readonly KeyValuePair<string, string> _limit = new("limit", "999");

    /// <inheritdoc/>
    protected override StreamDefinition<SlackConversation> Definition { get; } = Define();

    /// <inheritdoc/>
    public override async Task<SlackFailure?> ProbeAsync(SlackSession session, CancellationToken cancellationToken)
    {
        for (var part = 0; part < _parts.Length; part++)
        {
            if ((await session.CallAsync(Call(new() { Part = part }, limit: 1), new(), cancellationToken)).Failure is { } failure)
            {
                return failure with { Message = $"{failure.Message} This concerns the {_parts[part].Name} channels." };
            }
        }

        return null;
    }

    /// <inheritdoc/>
    protected override SlackCall<ConversationsListAnswer> Call(StreamPosition position, int? limit) =>
        new("conversations.list", SlackTier.Tier2, CursorForm.Of(position, limit, _limit, new KeyValuePair<string, string>("types", _parts[position.Part].Type)), _reader);

    /// <inheritdoc/>
    protected override void Complete(SlackConversation record, SlackIdentity identity) => record.TeamId = identity.TeamId;

    /// <inheritdoc/>
    protected override StreamEnd? SkipBeforehand(SlackIdentity identity) =>
        Array.TrueForAll(_parts, part => !IsGranted(identity, part.Scope)) ? MissingScope(_parts[0].Scope) : null;

    /// <inheritdoc/>
    protected override StreamPosition Begin(StreamPosition position, SlackIdentity identity)
    {
        // A checkpoint of another version may name a part that is not there.
        var begun = position.Part < _parts.Length ? position : new();

        for (var part = 0; part < _parts.Length; part++)
        {
            begun = IsGranted(identity, _parts[part].Scope) ? begun : begun with { RefusedParts = begun.RefusedParts | (1 << part) };
        }

        return IsRefused(begun, begun.Part) && NextPart(begun) is { } next ? next : begun;
    }

    /// <inheritdoc/>
    protected override StreamPosition? Around(StreamPosition position, SlackFailure failure) => failure.Reason is FailureReason.GrantScope
        ? NextPart(position with { RefusedParts = position.RefusedParts | (1 << position.Part) })
        : null;

    /// <inheritdoc/>
    protected override StreamEnd EndWithout(StreamPosition position, SlackFailure failure)
    {
        // The last type may not be read, and an earlier one was.
        var refused = position with { RefusedParts = position.RefusedParts | (1 << position.Part) };

        return failure.Reason is FailureReason.GrantScope && refused.Pages > 0 ? End(refused) : base.EndWithout(position, failure);
    }

    /// <inheritdoc/>
    protected override Turn Advance(PageRead page, List<EvidenceNote> notes)
    {
        if (page.Answer.NextCursor is { } cursor)
        {
            return new(page.Position with { Cursor = cursor }, null);
        }

        return NextPart(page.Position) is { } next ? new(next, null) : new(null, End(page.Position));
    }

    private static bool IsGranted(SlackIdentity identity, string scope) => identity.Scopes?.Contains(scope) is not false;

    private static bool IsRefused(StreamPosition position, int part) => (position.RefusedParts & (1 << part)) != 0;

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
        .Text("created_by", row => row.Creator, channel.Of("creator", "Who made it.", personalData: PersonalData.Pseudonym))
        .Timestamp("created_at", row => SlackMoment.FromSeconds(row.Created), channel.Of("created", "When it was made."))
        .Timestamp("updated_at", row => SlackMoment.FromMilliseconds(row.Updated), channel.Of("updated", "When its settings were last changed. Says nothing about messages."))
        .Build();
    }

    private StreamPosition? NextPart(StreamPosition position)
    {
        for (var part = position.Part + 1; part < _parts.Length; part++)
        {
            if (!IsRefused(position, part))
            {
                return position with { Part = part, Cursor = null };
            }
        }

        return null;
    }

    private StreamEnd End(StreamPosition position)
    {
        if (position.RefusedParts == 0)
        {
            return StreamEnd.Complete();
        }

        var (_, scope, name) = _parts[IsRefused(position, 0) ? 0 : 1];

        return StreamEnd.Partial(
            FailureReason.GrantScope,
            "missing_scope",
            $"The token lacks the scope {scope}, so the {name} channels were not read.",
            $"Add the user scope {scope} to the Slack app, then press Authorize again: a token never gains scopes by itself.");
    }
}
