using System.Runtime.CompilerServices;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Collection;

/// <summary>A stream whose rows are the records of a list that Slack gives page by page.</summary>
/// <typeparam name="TAnswer">The answer's type.</typeparam>
/// <typeparam name="TRecord">The record's type.</typeparam>
internal abstract class ListStream<TAnswer, TRecord> : SlackStream
    where TAnswer : ListAnswer<TRecord>
    where TRecord : class, ISlackRecord
{
    /// <inheritdoc/>
    public override StreamDescription Description => Definition.Description;

    /// <summary>The stream with its columns.</summary>
    protected abstract StreamDefinition<TRecord> Definition { get; }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StreamPage> CollectAsync(SlackSession session, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CallCost cost = new();
        List<EvidenceNote> notes = [];
        var identity = await session.IdentifyAsync(cost, cancellationToken);
        var position = StreamPosition.Read(request.ResumeFrom);
        var startsOver = request.ResumeFrom is not null && position is null;

        if (startsOver)
        {
            notes.Add(CheckpointUnreadable());
        }

        if (SkipBeforehand(identity) is { } skipped)
        {
            yield return Last(skipped, cost, notes, startsOver);
            yield break;
        }

        position = Begin(position ?? new(), identity);
        CursorTrail trail = new();

        while (true)
        {
            var result = await session.CallAsync(Call(position, limit: null), cost, cancellationToken);

            if (!result.TryGet(out var answer, out var failure))
            {
                if (failure.Action is SlackErrorAction.RestartStream && position.Cursor is not null && position.Restarts < MaximumRestarts)
                {
                    position = Begin(new() { Restarts = position.Restarts + 1 }, identity);
                    startsOver = true;
                    notes.Add(CursorExpired());
                    trail = new();

                    continue;
                }

                if (Around(position, failure) is { } further)
                {
                    position = further;
                    trail = new();

                    continue;
                }

                yield return Last(EndWithout(position, failure), cost, notes, startsOver);
                yield break;
            }

            var (rows, received, omitted) = Sift(answer, identity, notes);
            position = position with { Pages = position.Pages + 1, EmptyPages = received == 0 ? position.EmptyPages + 1 : 0 };
            var turn = Guard(Advance(new(position, answer, rows, request.HighWaterMark, session.Clock.GetUtcNow()), notes), position, trail);

            yield return new RecordPage<TRecord>(Definition, rows)
            {
                Next = turn.Next?.ToCheckpoint(),
                End = turn.End,
                Evidence = Evidence(cost, received, omitted, notes),
                StartsOver = startsOver,
            };

            if (turn.Next is null)
            {
                yield break;
            }

            position = turn.Next;
            cost = new();
            notes = [];
            startsOver = false;
        }
    }

    /// <inheritdoc/>
    public override async Task<SlackFailure?> ProbeAsync(SlackSession session, CancellationToken cancellationToken) =>
        (await session.CallAsync(Call(new(), limit: 1), new(), cancellationToken)).Failure;

    /// <summary>The call for the page at a position.</summary>
    /// <param name="position">The position.</param>
    /// <param name="limit">Records a page, or <see langword="null"/> for as many as Slack gives.</param>
    /// <returns>The call.</returns>
    protected abstract SlackCall<TAnswer> Call(StreamPosition position, int? limit);

    /// <summary>Fills in what the record leaves to its surroundings.</summary>
    /// <param name="record">The record.</param>
    /// <param name="identity">Whose token it is.</param>
    protected virtual void Complete(TRecord record, SlackIdentity identity)
    {
    }

    /// <summary>Where a stream begins or goes on.</summary>
    /// <param name="position">The position.</param>
    /// <param name="identity">Whose token it is.</param>
    /// <returns>The position, moved past what may not be read.</returns>
    protected virtual StreamPosition Begin(StreamPosition position, SlackIdentity identity) => position;

    /// <summary>A way around a failure within the stream.</summary>
    /// <param name="position">Where it failed.</param>
    /// <param name="failure">The failure.</param>
    /// <returns>Where to go on, or <see langword="null"/> when there is no way around.</returns>
    protected virtual StreamPosition? Around(StreamPosition position, SlackFailure failure) => null;

    /// <summary>The end after a failure that there is no way around.</summary>
    /// <param name="position">Where it failed.</param>
    /// <param name="failure">The failure.</param>
    /// <returns>The end.</returns>
    protected virtual StreamEnd EndWithout(StreamPosition position, SlackFailure failure) => EndAfter(failure, position.Pages > 0);

    /// <summary>The step after a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="notes">Takes remarks.</param>
    /// <returns>The next position, or the end.</returns>
    protected virtual Turn Advance(PageRead page, List<EvidenceNote> notes) =>
        page.Answer.NextCursor is { } cursor ? new(page.Position with { Cursor = cursor }, null) : new(null, StreamEnd.Complete());

    /// <summary>Takes the records that are no rows out of a page.</summary>
    /// <param name="answer">The page; its list is changed.</param>
    /// <param name="identity">Whose token it is.</param>
    /// <param name="notes">Takes remarks.</param>
    /// <returns>Rows, records received, records omitted.</returns>
    protected virtual (List<TRecord> Rows, int Received, List<OmittedRecords> Omitted) Sift(TAnswer answer, SlackIdentity identity, List<EvidenceNote> notes)
    {
        // The answer is whole, so it has a list.
        var records = answer.Records!;
        var received = records.Count + answer.Unreadable;
        var unreadable = answer.Unreadable;
        var withoutKey = 0;
        var impossible = 0;
        var kept = 0;

        for (var index = 0; index < records.Count; index++)
        {
            if (records[index] is not { } record)
            {
                unreadable++;

                continue;
            }

            Complete(record, identity);

            if (!record.HasKey)
            {
                withoutKey++;

                continue;
            }

            impossible += record.DropImpossibleMoments();
            records[kept++] = record;
        }

        records.RemoveRange(kept, records.Count - kept);
        List<OmittedRecords> omitted = [];

        if (unreadable > 0)
        {
            omitted.Add(new("unreadable_record", "The record is not what Slack documents: a value has another type.", unreadable));
        }

        if (withoutKey > 0)
        {
            omitted.Add(new("missing_key", "The record has no id.", withoutKey));
        }

        if (impossible > 0)
        {
            notes.Add(new("impossible_moment", $"{impossible} moments lie outside the years 1 to 9999 and were left empty."));
        }

        if (answer.CleanedCharacters > 0)
        {
            notes.Add(new("cleaned_text", $"{answer.CleanedCharacters} characters that no store keeps (NUL, halves of surrogate pairs) were taken out of texts."));
        }

        // What is left is not null.
        return ((List<TRecord>)records!, received, omitted);
    }

    private RecordPage<TRecord> Last(StreamEnd end, CallCost cost, List<EvidenceNote> notes, bool startsOver) => new RecordPage<TRecord>(Definition, [])
    {
        End = end,
        Evidence = Evidence(cost, 0, [], notes),
        StartsOver = startsOver,
    };

    private static Turn Guard(Turn turn, StreamPosition before, CursorTrail trail) =>
        turn.Next?.Cursor is { } cursor && turn.Next.Part == before.Part && trail.Check(before.Cursor, cursor, turn.Next.EmptyPages) is { } end
            ? new(null, end)
            : turn;

    /// <summary>A page and where it was read.</summary>
    /// <param name="Position">Where, this page counted.</param>
    /// <param name="Answer">The answer.</param>
    /// <param name="Rows">Its rows.</param>
    /// <param name="HighWaterMark">What the last complete run ended with.</param>
    /// <param name="Now">When it was read.</param>
    protected readonly record struct PageRead(StreamPosition Position, TAnswer Answer, IReadOnlyList<TRecord> Rows, Checkpoint? HighWaterMark, DateTimeOffset Now);

    /// <summary>The step after a page: one of both is there.</summary>
    /// <param name="Next">Where to go on.</param>
    /// <param name="End">How the stream ended.</param>
    protected readonly record struct Turn(StreamPosition? Next, StreamEnd? End);
}
