using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Collection;

/// <summary>A stream of conversations of some types. Each type is asked for by itself, because one missing scope would fail a call for all of them.</summary>
/// <param name="parts">The types, in their order.</param>
internal abstract class ConversationTypesStream(params ConversationType[] parts) : ListStream<ConversationsListAnswer, SlackConversation>
{
    private readonly ListReader<ConversationsListAnswer, SlackConversation> _reader = new(SlackJson.Default.ConversationsListAnswer, SlackJson.Default.SlackConversation, "channels");
    private readonly KeyValuePair<string, string> _limit = new("limit", "999");

    /// <inheritdoc/>
    public override IEnumerable<CallEstimate> Estimate(EstimateBasis basis) => basis.Pages("conversations.list", SlackTier.Tier2, 999, parts.Length);

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(SlackSession session, CancellationToken cancellationToken)
    {
        var begin = InWorkspace(new(), await session.IdentifyAsync(new(), cancellationToken));

        for (var part = 0; part < parts.Length; part++)
        {
            if ((await session.CallAsync(Call(begin with { Part = part }, limit: 1).In(begin.Workspace), new(), cancellationToken)).Failure is { } failure)
            {
                return failure with { Message = $"{failure.Message} This concerns the {parts[part].Name}." };
            }
        }

        return new Probe(null);
    }

    /// <inheritdoc/>
    protected override SlackCall<ConversationsListAnswer> Call(StreamPosition position, int? limit) =>
        new("conversations.list", SlackTier.Tier2, CursorForm.Of(position, limit, _limit, new KeyValuePair<string, string>("types", parts[position.Part].Type)), _reader);

    /// <inheritdoc/>
    protected override void Complete(SlackConversation record, SlackIdentity identity) => record.TeamId = identity.TeamId;

    /// <inheritdoc/>
    protected override StreamEnd? SkipBeforehand(SlackIdentity identity) =>
        Array.TrueForAll(parts, part => !IsGranted(identity, part.Scope)) ? MissingScope(parts[0].Scope) : null;

    /// <inheritdoc/>
    protected override StreamPosition Begin(StreamPosition position, SlackIdentity identity)
    {
        // A checkpoint of another version may name a part that is not there.
        var begun = position.Part < parts.Length ? position : position with { Part = 0, Cursor = null };

        for (var part = 0; part < parts.Length; part++)
        {
            begun = IsGranted(identity, parts[part].Scope) ? begun : begun with { RefusedParts = begun.RefusedParts | (1 << part) };
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

        return NextPart(page.Position) is { } next ? new(next, null) : new(null, Finish(page.Position, page.HighWaterMark, page.Identity));
    }

    /// <inheritdoc/>
    protected override StreamEnd Finish(StreamPosition position, Checkpoint? highWaterMark, SlackIdentity identity) => End(position);

    private static bool IsGranted(SlackIdentity identity, string scope) => identity.Scopes?.Contains(scope) is not false;

    private static bool IsRefused(StreamPosition position, int part) => (position.RefusedParts & (1 << part)) != 0;

    private StreamPosition? NextPart(StreamPosition position)
    {
        for (var part = position.Part + 1; part < parts.Length; part++)
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

        var (_, scope, name) = parts[IsRefused(position, 0) ? 0 : 1];

        return StreamEnd.Partial(
            FailureReason.GrantScope,
            "missing_scope",
            $"The token lacks the scope {scope}, so the {name} were not read.",
            $"Add the user scope {scope} to the Slack app, then press Authorize again: a token never gains scopes by itself.");
    }
}
