using System.Globalization;
using System.Runtime.CompilerServices;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Collection.Streams;

/// <summary>Who is in which channel.</summary>
/// <remarks>
/// <para>Method <c>conversations.members</c>, scopes <c>channels:read</c> (public), <c>groups:read</c> (private), tier 4, cursor, 999 a page, at least a call a channel.</para>
/// <para>Key: channel and account. A part of the list is a channel: one is asked when it is new or changed, when its number of members is not the stored one, and when it is its turn.
/// Checkpoint: channel and cursor; high-water mark: whose turn it is.</para>
/// <para>Left out: nothing; people from elsewhere are kept. Source: https://docs.slack.dev/reference/methods/conversations.members/</para>
/// </remarks>
internal sealed class ConversationsMembersStream : SlackStream
{
    private const string Public = "channels:read";
    private const string Private = "groups:read";
    private const string PageSize = "999";

    // One channel in that many is taken to have changed from one run to the next.
    private const int UsuallyUnchanged = 50;

    // More than that are told in a page of their own, so that no page grows with the workspace.
    private const int MostGoneAPage = 1_000;

    private readonly AnswerReader<ConversationsMembersAnswer> _reader = new(SlackJson.Default.ConversationsMembersAnswer);
    private readonly StreamDefinition<ChannelMember> _definition = Define();

    /// <inheritdoc/>
    public override StreamDescription Description => _definition.Description;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StreamPage> CollectAsync(SlackSession session, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MembersWalk walk = new(_definition, MembersPosition.Read(request.ResumeFrom), request.ResumeFrom is not null);
        var identity = await session.IdentifyAsync(walk.Cost, cancellationToken);

        if (SkipBeforehand(identity) is { } skipped)
        {
            yield return walk.Last(skipped);
            yield break;
        }

        var mark = MembersPosition.Read(request.HighWaterMark);
        var turn = mark?.Turn ?? 0;
        var within = session.Settings.FullCheckWithin;
        HashSet<string> differing = new(mark?.Differing ?? [], StringComparer.Ordinal);
        ChannelPlan plan = new(session.Rows, request.Before, request.IsFull, turn, within, differing);

        if (walk.Position.Channel is not null)
        {
            await foreach (var page in ReadChannelAsync(session, walk, cancellationToken))
            {
                yield return page;
            }
        }

        if (walk.IsOver)
        {
            yield break;
        }

        await foreach (var channel in plan.ReadAsync(walk.Position.After, walk.Position.AfterMember, cancellationToken))
        {
            walk.Position = walk.Position with { After = channel.Key ?? walk.Position.After, AfterMember = channel.MemberKey };

            if (channel.Key is null)
            {
                walk.Covered.Add(channel.Id);
                walk.Position = walk.Position with { Gone = walk.Position.Gone + 1 };

                if (walk.Covered.Count == MostGoneAPage)
                {
                    yield return walk.Page([], 0, []);
                }
            }
            else if (!channel.IsAsked)
            {
                var left = walk.Position with { Left = walk.Position.Left + 1 };
                walk.Position = differing.Contains(channel.Id) ? left.Note(channel.Id) : left;
            }
            else if (IsClosed(walk.Position, identity, channel.IsPrivate))
            {
                walk.Position = walk.Position with { Refused = walk.Position.Refused + 1 };
            }
            else
            {
                walk.Position = walk.Position with { Channel = channel.Id, Told = channel.Members, IsPrivate = channel.IsPrivate };

                await foreach (var page in ReadChannelAsync(session, walk, cancellationToken))
                {
                    yield return page;
                }

                if (walk.IsOver)
                {
                    yield break;
                }
            }
        }

        Tell(walk, plan, within);
        var next = new MembersPosition { Turn = turn == int.MaxValue ? 0 : turn + 1, Differing = walk.Position.Differing }.ToCheckpoint();

        yield return walk.Last(walk.Position.HasLoop ? CursorTrail.Loop(next) : StreamEnd.Complete(next));
    }

    /// <inheritdoc/>
    public override IEnumerable<CallEstimate> Estimate(EstimateBasis basis)
    {
        var channels = basis.RowsOf("conversations");

        if (channels == 0)
        {
            return [];
        }

        var within = basis.Own.HasMark ? basis.Settings.FullCheckWithin : 1;
        var asked = EstimateBasis.CeilingOf(channels, within) + (within > 1 ? EstimateBasis.CeilingOf(channels, UsuallyUnchanged) : 0);
        var further = basis.Own.Rows / int.Parse(PageSize, CultureInfo.InvariantCulture) / within;

        return [basis.Calls("conversations.members", SlackTier.Tier4, Math.Min(channels, asked) + further, string.Create(CultureInfo.InvariantCulture, $"{Math.Min(channels, asked):N0} of {channels:N0} channels, a call for each {PageSize} members"))];
    }

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(SlackSession session, CancellationToken cancellationToken)
    {
        var identity = await session.IdentifyAsync(new(), cancellationToken);
        var channels = await OneChannel.AskAsync(session, identity, cancellationToken);

        // A workspace always has a public channel; should the page be empty all the same, there is nothing to ask for.
        return channels.Answer?.Channels?.FirstOrDefault()?.Id is { } id
            ? (await session.CallAsync(Call(id, cursor: null, "1"), new(), cancellationToken)).Failure
            : channels.Failure;
    }

    /// <inheritdoc/>
    protected override StreamEnd? SkipBeforehand(SlackIdentity identity) =>
        identity.Scopes is { } granted && !granted.Contains(Public) && !granted.Contains(Private) ? MissingScope(Public) : null;

    private static bool IsClosed(MembersPosition position, SlackIdentity identity, bool isPrivate) =>
        (isPrivate ? position.IsPrivateClosed : position.IsPublicClosed) || identity.Scopes?.Contains(isPrivate ? Private : Public) is false;

    private static void Tell(MembersWalk walk, ChannelPlan plan, int within)
    {
        var position = walk.Position;
        var all = position.Asked + position.Left + position.Refused;
        walk.Notes.Add(new(
            "channels_asked",
            $"{position.Asked} of {all} channels were asked for their members: new ones, changed ones, those whose number of members differs, and share {plan.Share} of {within}. {position.Left} were left as they were, {position.Gone} are gone."));

        if (position.Differing is { Count: > 0 and var differing })
        {
            walk.Notes.Add(new("members_differ", $"Of {differing} channels Slack lists another number of members than it tells. They are asked when they change and when it is their turn."));
        }

        if (position.Refused > 0)
        {
            walk.Notes.Add(new("channels_not_read", $"The members of {position.Refused} channels could not be read or may not be seen; what was known of them was kept."));
        }
    }

    private static StreamDefinition<ChannelMember> Define()
    {
        Meaning answer = new("conversations.members");

        return new StreamDefinitionBuilder<ChannelMember>(new()
        {
            Id = "conversations_members",
            Name = "Channel members",
            Description = "One account in one channel.",
            Mode = StreamMode.PartedSnapshot,
            PartColumn = "channel_id",
            Subject = StreamSubject.SpaceMembers,
            Methods = ["conversations.members"],
            Scopes = [Public, Private],
            LostWithout = "Without channels:read nobody knows who is in which public channel, without groups:read the same of private ones.",
            ReadsBack = ["conversations"],
            References = [new("channel_id", "conversations", "channel_id"), new("user_id", "users", "user_id")],
        })
        .Text("channel_id", row => row.ChannelId, answer.Of("(argument channel)", "The channel.", ColumnSemantic.SpaceId, isKey: true))
        .Text("user_id", row => row.UserId, answer.Of("members[]", "The account. It may be one of another organisation (Slack Connect), which is not among the people.", ColumnSemantic.AccountId, PersonalData.Pseudonym, isKey: true))
        .Build();
    }

    private async IAsyncEnumerable<StreamPage> ReadChannelAsync(SlackSession session, MembersWalk walk, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CursorTrail trail = new();

        while (walk.Position.Channel is { } channel)
        {
            var position = walk.Position;
            var result = await session.CallAsync(Call(channel, position.Cursor, PageSize), walk.Cost, cancellationToken);

            if (!result.TryGet(out var answer, out var failure))
            {
                if (failure.Action is SlackErrorAction.RestartStream && position.Cursor is not null && position.Restarts < MaximumRestarts)
                {
                    walk.Position = position with { Cursor = null, Listed = 0, EmptyPages = 0, Restarts = position.Restarts + 1 };
                    walk.Notes.Add(new("cursor_expired", "Slack no longer knew the place in a channel's list of members, so the channel was read again from its beginning."));
                    trail = new();
                }
                else if (failure.Action is SlackErrorAction.SkipItem)
                {
                    walk.Leave(position with { Refused = position.Refused + 1 });

                    yield return walk.Page([], 1, [new(failure.Code, "The channel's members could not be read; what was known of them was kept.", 1)]);
                }
                else if (failure.Reason is FailureReason.GrantScope)
                {
                    walk.Leave(position.IsPrivate ? position with { Refused = position.Refused + 1, IsPrivateClosed = true } : position with { Refused = position.Refused + 1, IsPublicClosed = true });
                    walk.Notes.Add(new(failure.Code, $"{failure.Message} The members of {(position.IsPrivate ? "private" : "public")} channels were left as they were."));
                }
                else
                {
                    walk.IsOver = true;

                    yield return walk.Last(EndAfter(failure, position.Pages > 0));
                    yield break;
                }

                continue;
            }

            var (rows, received, omitted) = Sift(channel, answer, walk.Notes);
            var emptyPages = received == 0 ? position.EmptyPages + 1 : 0;
            var listed = position.Listed + rows.Count;

            if (answer.NextCursor is not { } cursor)
            {
                walk.Covered.Add(channel);
                var asked = position with { Asked = position.Asked + 1 };
                walk.Leave(position.Told is { } told && told != listed ? asked.Note(channel) : asked);
            }
            else if (trail.Check(position.Cursor, cursor, emptyPages) is not null)
            {
                walk.Leave(position with { Refused = position.Refused + 1, HasLoop = true });
            }
            else
            {
                walk.Position = position with { Cursor = cursor, Listed = listed, EmptyPages = emptyPages };
            }

            yield return walk.Page(rows, received, omitted);
        }
    }

    private static (List<ChannelMember> Rows, int Received, List<OmittedRecords> Omitted) Sift(string channel, ConversationsMembersAnswer answer, List<EvidenceNote> notes)
    {
        // A whole answer has members.
        var members = answer.Members!;
        HashSet<string> met = new(members.Count, StringComparer.Ordinal);
        List<ChannelMember> rows = new(members.Count);
        var withoutKey = 0;

        foreach (var member in members)
        {
            if (string.IsNullOrEmpty(member))
            {
                withoutKey++;
            }
            else if (met.Add(member))
            {
                rows.Add(new(channel, member));
            }
        }

        List<OmittedRecords> omitted = [];

        if (withoutKey > 0)
        {
            omitted.Add(new("missing_key", "The member has no id.", withoutKey));
        }

        if (members.Count - withoutKey - rows.Count is > 0 and var repeated)
        {
            omitted.Add(new("repeated_record", "The page holds the same record twice; the first was kept.", repeated));
        }

        if (answer.CleanedCharacters > 0)
        {
            notes.Add(new("cleaned_text", string.Create(CultureInfo.InvariantCulture, $"{answer.CleanedCharacters} characters that no store keeps (NUL, halves of surrogate pairs) were taken out of texts.")));
        }

        return (rows, members.Count, omitted);
    }

    private SlackCall<ConversationsMembersAnswer> Call(string channel, string? cursor, string limit)
    {
        List<KeyValuePair<string, string>> form = [new("channel", channel), new("limit", limit)];

        if (cursor is not null)
        {
            form.Add(new("cursor", cursor));
        }

        return new("conversations.members", SlackTier.Tier4, form, _reader);
    }
}
