using Plugin.Abstractions.Collection;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Collection;

/// <summary>A stream that reads a log back to where the last run ended.</summary>
/// <remarks>
/// Slack's logs show the newest first, but nothing promises it. So a log is read only as far back as needed while every record so far came in that order,
/// and to its end once one did not.
/// </remarks>
/// <typeparam name="TAnswer">The answer's type.</typeparam>
/// <typeparam name="TRecord">The record's type.</typeparam>
internal abstract class LogStream<TAnswer, TRecord> : ListStream<TAnswer, TRecord>
    where TAnswer : ListAnswer<TRecord>
    where TRecord : class, IDatedRecord
{
    /// <summary>How far before the mark is read again: records may enter a log late, and those met last time may have grown since.</summary>
    protected const long OverlapSeconds = 24 * 60 * 60;

    /// <inheritdoc/>
    protected override Turn Advance(PageRead page, List<EvidenceNote> notes)
    {
        var position = Follow(page);
        var mark = MarkOf(page.Position, page.HighWaterMark);

        if (position.IsUnsorted && !page.Position.IsUnsorted && mark is not null)
        {
            notes.Add(new("unsorted_log", "The log was not sorted by time, so it is read to its end instead of back to the last run."));
        }

        if (mark is not null && !position.IsUnsorted && position.Last < mark - OverlapSeconds)
        {
            // What was read is all that is new: the service's own total counts more than was asked for.
            return new(null, Finish(position, page.HighWaterMark, page.Identity), position);
        }

        return NextPage(page, position) is { } next
            ? new(next, null)
            : new(null, StreamEnd.Complete(Finish(position, page.HighWaterMark, page.Identity).HighWaterMark, page.Identity.Workspaces is null ? ReportedTotal(page.Answer) : null), position);
    }

    /// <inheritdoc/>
    protected override StreamEnd Finish(StreamPosition position, Checkpoint? highWaterMark, SlackIdentity identity)
    {
        var mark = StreamPosition.Read(highWaterMark)?.Newest;
        var newest = position.Newest is { } met && !(met < mark) ? met : mark;
        var workspaces = identity.Workspaces?.Select(workspace => workspace.Id).Except(position.RefusedWorkspaces ?? []).ToList();

        return StreamEnd.Complete(newest is null ? null : new StreamPosition { Newest = newest, ReadWorkspaces = workspaces }.ToCheckpoint());
    }

    /// <summary>Where the next page is.</summary>
    /// <param name="page">The page.</param>
    /// <param name="position">The position after it, its place in the list apart.</param>
    /// <returns>The position, or <see langword="null"/> at the end.</returns>
    protected virtual StreamPosition? NextPage(PageRead page, StreamPosition position) =>
        page.Answer.NextCursor is { } cursor ? position with { Cursor = cursor } : null;

    /// <summary>How many records Slack says there are.</summary>
    /// <param name="answer">The last page.</param>
    /// <returns>The number, or <see langword="null"/>.</returns>
    protected virtual long? ReportedTotal(TAnswer answer) => null;

    /// <inheritdoc/>
    protected override (List<TRecord> Rows, int Received, List<OmittedRecords> Omitted) Sift(TAnswer answer, SlackIdentity identity, List<EvidenceNote> notes)
    {
        var (rows, received, omitted) = base.Sift(answer, identity, notes);
        HashSet<string> met = new(rows.Count, StringComparer.Ordinal);
        var repeated = rows.RemoveAll(row => !met.Add(row.Identity));

        if (repeated > 0)
        {
            omitted.Add(new("repeated_record", "The page holds the same record twice; the first was kept.", repeated));
        }

        return (rows, received, omitted);
    }

    /// <summary>The moment back to which the log is read; a workspace that has joined since is read to its end.</summary>
    /// <param name="position">Where it is read.</param>
    /// <param name="highWaterMark">What the last complete run ended with.</param>
    /// <returns>The moment, in seconds since 1970, or <see langword="null"/> for the beginning.</returns>
    protected static long? MarkOf(StreamPosition position, Checkpoint? highWaterMark)
    {
        var mark = StreamPosition.Read(highWaterMark);

        return position.Workspace is { } workspace && mark?.ReadWorkspaces?.Contains(workspace) is not true ? null : mark?.Newest;
    }

    /// <summary>The position after a page's records, its place in the list apart.</summary>
    /// <param name="page">The page.</param>
    /// <returns>The position, with the newest and the latest moment met.</returns>
    protected static StreamPosition Follow(PageRead page)
    {
        var position = page.Position;
        var (newest, last, isUnsorted) = (position.Newest, position.Last, position.IsUnsorted);
        var latest = page.Now.AddDays(1).ToUnixTimeSeconds();

        foreach (var row in page.Rows)
        {
            if (row.LoggedAt is not { } at)
            {
                continue;
            }

            isUnsorted |= at > last;
            last = at;

            // A moment in the future must not become the mark: nothing would ever be newer.
            newest = at <= latest && !(at < newest) ? at : newest;
        }

        return position with { Newest = newest, Last = last, IsUnsorted = isUnsorted };
    }
}
