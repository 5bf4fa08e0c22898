namespace Plugin.Slack.Collection;

/// <summary>Notices when cursors go round in a circle of any length, by remembering one of them at a time (Brent's way).</summary>
internal sealed class CursorTrail
{
    private string? _remembered;
    private int _steps;
    private int _reach = 1;

    /// <summary>Takes the next cursor.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <returns>Whether it was met before.</returns>
    public bool IsCircle(string cursor)
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
