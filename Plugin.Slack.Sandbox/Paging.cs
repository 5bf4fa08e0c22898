namespace Plugin.Slack.Sandbox;

/// <summary>How a method hands out long lists.</summary>
public enum Paging
{
    None,
    Cursor,
    CountAndPage,
    CursorOrCountAndPage,
}
