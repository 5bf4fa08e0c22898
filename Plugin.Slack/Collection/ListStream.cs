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

        if ((identity.Workspaces is { Count: 0 } ? NoWorkspaces() : SkipBeforehand(identity)) is { } skipped)
        {
            yield return Last(skipped, cost, notes, startsOver);
            yield break;
        }

        position = position is null ? FromStart(new()) : Begin(InWorkspace(position, identity), identity);
        CursorTrail trail = new();

        StreamPosition FromStart(StreamPosition before) => Begin(Start(InWorkspace(before, identity), request, session.Clock.GetUtcNow()), identity);

        while (true)
        {
            var result = await session.CallAsync(Call(position, limit: null).In(position.Workspace), cost, cancellationToken);

            if (!result.TryGet(out var answer, out var failure))
            {
                if (failure.Action is SlackErrorAction.RestartStream && position.Cursor is not null && position.Restarts < MaximumRestarts)
                {
                    position = FromStart(new() { Restarts = position.Restarts + 1 });
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

                if (position.Workspace is { } closed && await session.IsOfWorkspaceAsync(failure, cost, cancellationToken))
                {
                    notes.Add(new("workspace_refused", $"{failure.Message} The workspace {closed} was left out."));
                    position = position with { RefusedWorkspaces = [.. position.RefusedWorkspaces ?? [], closed] };

                    if (identity.WorkspaceAfter(closed) is { } next)
                    {
                        position = FromStart(Enter(position, next));
                        trail = new();

                        continue;
                    }

                    yield return Last(Whole(Finish(position, request.HighWaterMark, identity), position, identity), cost, notes, startsOver);
                    yield break;
                }

                yield return Last(EndWithout(position, failure), cost, notes, startsOver);
                yield break;
            }

            var (rows, received, omitted) = Sift(answer, identity.For(position.Workspace), notes);
            position = position with { Pages = position.Pages + 1, EmptyPages = received == 0 ? position.EmptyPages + 1 : 0 };
            var turn = Advance(new(position, answer, rows, omitted, request.HighWaterMark, session.Clock.GetUtcNow(), identity), notes);

            if (turn.End is not null)
            {
                var last = turn.Last ?? position;
                turn = identity.WorkspaceAfter(position.Workspace) is { } next ? new(FromStart(Enter(last, next)), null) : new(null, Whole(turn.End, last, identity));
            }
            else
            {
                turn = Guard(turn, position, trail);
            }

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

            // Another list has cursors of its own.
            trail = turn.Next.Part == position.Part && turn.Next.Workspace == position.Workspace ? trail : new();
            position = turn.Next;
            cost = new();
            notes = [];
            startsOver = false;
        }
    }

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(SlackSession session, CancellationToken cancellationToken)
    {
        CallCost cost = new();
        var position = InWorkspace(new(), await session.IdentifyAsync(cost, cancellationToken));

        return (await session.CallAsync(Call(position, limit: 1).In(position.Workspace), cost, cancellationToken)).Failure;
    }

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

    /// <summary>The place of a list's first page: of the stream, or of the next workspace of an organisation.</summary>
    /// <param name="position">The position before the list.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="now">When it begins.</param>
    /// <returns>The position.</returns>
    protected virtual StreamPosition Start(StreamPosition position, StreamRequest request, DateTimeOffset now) => position;

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
        page.Answer.NextCursor is { } cursor ? new(page.Position with { Cursor = cursor }, null) : new(null, Finish(page.Position, page.HighWaterMark, page.Identity));

    /// <summary>How the stream ends at its end.</summary>
    /// <param name="position">Where it ends.</param>
    /// <param name="highWaterMark">What the last complete run ended with.</param>
    /// <param name="identity">Whose token it is.</param>
    /// <returns>The end.</returns>
    protected virtual StreamEnd Finish(StreamPosition position, Checkpoint? highWaterMark, SlackIdentity identity) => StreamEnd.Complete();

    /// <summary>Whether an organisation has a list of its own beside those of its workspaces. It is read first.</summary>
    protected virtual bool ReadsOrganisation => false;

    /// <summary>Puts a position into the first workspace of an organisation, unless it is in one.</summary>
    /// <param name="position">The position.</param>
    /// <param name="identity">Whose token it is.</param>
    /// <returns>The position.</returns>
    protected StreamPosition InWorkspace(StreamPosition position, SlackIdentity identity) =>
        position.Workspace is null && !ReadsOrganisation ? position with { Workspace = identity.WorkspaceAfter(null) } : position;

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

    private static StreamPosition Enter(StreamPosition position, string workspace) =>
        position with { Workspace = workspace, Part = 0, Cursor = null, Page = 0, EmptyPages = 0, Last = null, IsUnsorted = false };

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
    /// <param name="Rows">Its rows; what is taken out belongs into <paramref name="Omitted"/>.</param>
    /// <param name="Omitted">Records that are no row.</param>
    /// <param name="HighWaterMark">What the last complete run ended with.</param>
    /// <param name="Now">When it was read.</param>
    /// <param name="Identity">Whose token it is.</param>
    protected readonly record struct PageRead(StreamPosition Position, TAnswer Answer, List<TRecord> Rows, List<OmittedRecords> Omitted, Checkpoint? HighWaterMark, DateTimeOffset Now, SlackIdentity Identity);

    /// <summary>The step after a page: either where to go on or how the list ended is there.</summary>
    /// <param name="Next">Where to go on.</param>
    /// <param name="End">How the list ended; an organisation goes on with its next workspace.</param>
    /// <param name="Last">With an end: the position after the page, when it is not that of the page itself.</param>
    protected readonly record struct Turn(StreamPosition? Next, StreamEnd? End, StreamPosition? Last = null);
}
