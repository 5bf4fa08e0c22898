namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>The day that all workspaces have reached.</summary>
internal sealed class Clock(long firstDay)
{
    private int _day;
    private int _cursorExpiries;

    /// <summary>Unix seconds of day 0.</summary>
    public long FirstDay => firstDay;

    public int Day => Volatile.Read(ref _day);

    public long Now => firstDay + (Day * SlackWorkspace.DaySeconds);

    /// <summary>How often all cursors were made to expire.</summary>
    public int CursorExpiries => Volatile.Read(ref _cursorExpiries);

    public int ExpireCursors() => Interlocked.Increment(ref _cursorExpiries);

    public int NextDay() => Interlocked.Increment(ref _day);
}
