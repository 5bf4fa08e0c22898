namespace Plugin.Slack.Api.Answers;

/// <summary>The older way of paging, by number.</summary>
internal sealed class Paging
{
    /// <summary>Records in all.</summary>
    public long? Total { get; init; }

    /// <summary>This page, from 1.</summary>
    public long? Page { get; init; }

    /// <summary>Pages in all.</summary>
    public long? Pages { get; init; }
}
