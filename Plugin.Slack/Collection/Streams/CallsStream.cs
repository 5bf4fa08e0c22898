using System.Runtime.CompilerServices;
using System.Text.Json;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Collection.Streams;

/// <summary>Calls and huddles that messages told of.</summary>
/// <remarks>
/// <para>Method <c>calls.info</c>, scope <c>calls:read</c>, tier 3, one call an id. Nothing lists calls: their ids stand in messages, so the stream reads <c>conversations_history</c> back.</para>
/// <para>Key: call id. Checkpoint and high-water mark: the last row of messages whose calls are done with. A call that is known to have ended, or began long ago, is not asked for again.
/// Without the scope, and for huddles, a row says what the message said.</para>
/// <para>Left out: titles and the addresses by which one joins. Source: https://docs.slack.dev/reference/methods/calls.info/</para>
/// </remarks>
internal sealed class CallsStream : SlackStream
{
    private const string Scope = "calls:read";
    private const int Budget = 500;
    private const int RowsOfAPage = 500;
    private const int CallsOfAPage = 20;

    // The code means an id that it cannot use, such as a huddle's; elsewhere it means that Slack is unwell.
    private static readonly string[] ItemErrors = ["internal_error"];

    // A call that has no end by then never gets one.
    private readonly TimeSpan _longest = TimeSpan.FromDays(7);
    private readonly AnswerReader<CallInfoAnswer> _reader = new(SlackJson.Default.CallInfoAnswer);
    private readonly StreamDefinition<HeldCall> _definition = Define();

    /// <inheritdoc/>
    public override StreamDescription Description => _definition.Description;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StreamPage> CollectAsync(SlackSession session, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CallCost cost = new();
        var resumed = CallsPosition.Read(request.ResumeFrom);
        var startsOver = request.ResumeFrom is not null && resumed is null;
        List<EvidenceNote> notes = startsOver ? [CheckpointUnreadable()] : [];
        var position = resumed ?? CallsPosition.Read(request.HighWaterMark) ?? new();
        var identity = await session.IdentifyAsync(cost, cancellationToken);
        var mayAsk = identity.Scopes?.Contains(Scope) is not false;

        // Few messages tell of calls, so the ids fit into memory.
        var done = await DoneAsync(session, request, cancellationToken);
        List<HeldCall> rows = [];
        var asked = 0;

        await foreach (var row in ReadBack.ReadAsync(session.Rows, "conversations_history", ["channel_id", "calls"], null, cancellationToken))
        {
            var isPast = position.IsPast(row.Key);
            var calls = Calls(row).Where(call => done.Add(call.Id)).ToList();

            if (isPast || calls.Count == 0)
            {
                continue;
            }

            if (position.Asked + asked >= Budget)
            {
                position = position with { Asked = 0, Pages = 0 };

                yield return Page(rows, StreamEnd.Partial(FailureReason.TryLater, "calls_budget", $"The {Budget} calls that one run asks for are used up. What came before was kept.", "Run the connector again: each run goes on where the last one stopped.", position.ToCheckpoint()), null, cost, notes, startsOver);
                yield break;
            }

            foreach (var call in calls)
            {
                CallDetails? info = null;

                if (mayAsk && !call.IsHuddle)
                {
                    asked++;
                    var result = await session.CallAsync(Call(call.Id), cost, cancellationToken);

                    if (result.TryGet(out var answer, out var failure))
                    {
                        info = answer.Call;
                    }
                    else if (failure.Reason is FailureReason.GrantScope)
                    {
                        mayAsk = false;
                    }
                    else if (failure.Action is SlackErrorAction.SkipItem)
                    {
                        notes.Add(new(failure.Code, "Slack does not tell more of some calls; their rows say what the messages said."));
                    }
                    else
                    {
                        yield return Page(rows, After(failure, position), null, cost, notes, startsOver);
                        yield break;
                    }
                }

                rows.Add(new(call, row.Text(0), info));
            }

            position = position with { After = row.Key };

            if (asked >= CallsOfAPage || rows.Count >= RowsOfAPage)
            {
                position = position with { Asked = position.Asked + asked, Pages = position.Pages + 1 };

                yield return Page(rows, null, position, cost, notes, startsOver);

                (rows, cost, notes, startsOver, asked) = ([], new(), [], false, 0);
            }
        }

        yield return Page(rows, End(mayAsk), null, cost, notes, startsOver);
    }

    /// <inheritdoc/>
    public override IEnumerable<CallEstimate> Estimate(EstimateBasis basis) =>
        basis.Own.LastCalls is { } calls ? [basis.Calls("calls.info", SlackTier.Tier3, Math.Min(calls, Budget), "as many as the last time")] : [];

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(SlackSession session, CancellationToken cancellationToken)
    {
        var identity = await session.IdentifyAsync(new(), cancellationToken);

        // What Slack says to an id that it does not know tells nothing of the scope for certain.
        return identity.Scopes?.Contains(Scope) switch
        {
            false => Failure(MissingScope(Scope)),
            true => new Probe(null, $"calls.info was not asked, as no call's id is known before messages are read; the scope {Scope} is granted.", IsGrantedByScope: true),
            null => new Probe(null, "calls.info was not asked, as no call's id is known before messages are read."),
        };
    }

    private static List<CallMet> Calls(StoredRow row)
    {
        try
        {
            return row.Text(1) is { } calls ? JsonSerializer.Deserialize(calls, SlackJson.Default.ListCallMet) ?? [] : [];
        }
        catch (JsonException)
        {
            // A row of another version.
            return [];
        }
    }

    private static StreamEnd End(bool mayAsk)
    {
        // Messages met from now on may stand anywhere, so the next run begins at the first row again.
        var mark = new CallsPosition().ToCheckpoint();

        return mayAsk
            ? StreamEnd.Complete(mark)
            : StreamEnd.Partial(
                FailureReason.GrantScope,
                "missing_scope",
                $"The token lacks the scope {Scope}, so the calls are known only as far as messages told of them.",
                $"Add the user scope {Scope} to the Slack app, then press Authorize again: a token never gains scopes by itself.",
                mark);
    }

    private static StreamDefinition<HeldCall> Define()
    {
        Meaning block = new("conversations.history: messages[].blocks[]");
        Meaning info = new("calls.info: call");

        return new StreamDefinitionBuilder<HeldCall>(new()
        {
            Id = "calls",
            Name = "Calls",
            Description = "One call that an app held (Zoom and others) or one huddle, met in the messages that were counted.",
            Mode = StreamMode.Append,
            Subject = StreamSubject.Activity,
            Methods = ["calls.info"],
            LostWithout = "Without it nobody knows which calling services are in use, and how much.",
            IsOnByDefault = false,
            ReadsBack = ["conversations_history"],
            References = [new("channel_id", "conversations", "channel_id"), new("created_by", "users", "user_id")],
        })
        .Text("call_id", row => row.Met.Id, block.Of("call_id, room.id", "The call's id.", isKey: true))
        .Text("call_kind", row => row.Met.IsHuddle ? "huddle" : "call", block.Of("type", "call: held by an app; huddle: held by Slack itself."))
        .Text("channel_id", row => row.ChannelId, new() { Description = "The conversation in which it was met.", Source = "conversations.list: channels[].id", Semantic = ColumnSemantic.SpaceId })
        .Text("app_id", row => row.Met.AppId, block.Of("call.v1.app_id", "The app that held it.", ColumnSemantic.AppId, nullMeans: "A huddle, or not told."))
        .Text("created_by", row => row.Met.CreatedBy, block.Of("call.v1.created_by, room.created_by", "Who began it.", ColumnSemantic.AccountId, PersonalData.Pseudonym))
        .Text("activity_kind", _ => "call", block.Of("(constant)", "Calls begun.", ColumnSemantic.ActivityKind))
        .Timestamp("started_at", row => row.StartedAt, info.Of("date_start", "When it began.", ColumnSemantic.ActivityAt, PersonalData.Behaviour))
        .Timestamp("ended_at", row => row.EndedAt, info.Of("date_end", "When it ended.", personalData: PersonalData.Behaviour, nullMeans: "It went on when it was last asked for, or nobody told."))
        .Int64("participants", row => row.Participants, info.Of("users[]", "How many took part."))
        .Boolean("is_confirmed", row => row.Info is not null, info.Of("id", "Whether Slack told of it when asked; otherwise the row says what the message said.", scope: Scope))
        .Build();
    }

    private StreamEnd After(SlackFailure failure, CallsPosition position) =>
        position.Pages > 0 && failure.Action is SlackErrorAction.SkipStream or SlackErrorAction.Retry
            ? StreamEnd.Partial(failure.Reason, failure.Code, $"{failure.Message} What came before was kept.", failure.Fix, (position with { Asked = 0, Pages = 0 }).ToCheckpoint())
            : EndAfter(failure, hasPages: false);

    private async Task<HashSet<string>> DoneAsync(SlackSession session, StreamRequest request, CancellationToken cancellationToken)
    {
        HashSet<string> done = new(StringComparer.Ordinal);
        var recent = session.Clock.GetUtcNow() - _longest;

        await foreach (var row in ReadBack.ReadAsync(request.IsFull ? null : request.Before, Description.Id, ["call_id", "started_at", "ended_at"], null, cancellationToken))
        {
            if (row.Timestamp(2) is not null || row.Timestamp(1) < recent)
            {
                // A key column is never null.
                done.Add(row.Text(0)!);
            }
        }

        return done;
    }

    private SlackCall<CallInfoAnswer> Call(string id) => new("calls.info", SlackTier.Tier3, [new("id", id)], _reader) { ItemErrors = ItemErrors };

    private RecordPage<HeldCall> Page(List<HeldCall> rows, StreamEnd? end, CallsPosition? next, CallCost cost, List<EvidenceNote> notes, bool startsOver) => new(_definition, rows)
    {
        Next = end is null ? next?.ToCheckpoint() : null,
        End = end,
        Evidence = Evidence(cost, rows.Count, [], notes),
        StartsOver = startsOver,
    };
}
