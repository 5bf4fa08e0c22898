using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;

namespace Plugin.Slack.Collection;

/// <summary>Notices when cursors lead nowhere: round in a circle of any length, by remembering one of them at a time (Brent's way), or through nothing but empty pages.</summary>
internal sealed class CursorTrail
{
    // About ten in a row were seen at Slack; a thousand is no list any more.
    private const int MaximumEmptyPages = 1_000;
    private const int MaximumEmptyRepeats = 10;

    private string? _remembered;
    private int _steps;
    private int _reach = 1;

    /// <summary>Takes the next cursor of a list.</summary>
    /// <param name="before">The cursor of the page that gave it, or <see langword="null"/> for the first page.</param>
    /// <param name="next">The cursor.</param>
    /// <param name="emptyPages">Pages without a record up to now, one after the other.</param>
    /// <returns>The end of a list that must not be followed further, or <see langword="null"/>.</returns>
    public StreamEnd? Check(string? before, string next, int emptyPages)
    {
        // An empty page that leads to its own place is asked for a few times more; anything else that comes round is a circle.
        if (next == before ? emptyPages is 0 or > MaximumEmptyRepeats : IsCircle(next))
        {
            return Loop();
        }

        return emptyPages >= MaximumEmptyPages
            ? StreamEnd.Partial(FailureReason.TryLater, "empty_pages", $"Slack sent {MaximumEmptyPages} pages without a record. What came before was kept.", "Run the connector again; if it happens once more, report it.")
            : null;
    }

    /// <summary>The end of a stream whose pages went round in a circle.</summary>
    /// <param name="highWaterMark">What the next run goes on from.</param>
    /// <returns>The end.</returns>
    public static StreamEnd Loop(Checkpoint? highWaterMark = null) =>
        StreamEnd.Partial(FailureReason.TryLater, "cursor_loop", "Slack's pages went round in a circle. What came before was kept.", "Run the connector again; if it happens once more, report it.", highWaterMark);

    private bool IsCircle(string cursor)
    {
        if (cursor == _remembered)
        {
            return true;
        }

        if (++_steps == _reach)
        {
            _remembered = cursor;
            _steps = 0;
            _reach *= 2;
        }

        return false;
    }
}
