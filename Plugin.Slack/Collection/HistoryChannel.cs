namespace Plugin.Slack.Collection;

/// <summary>A conversation whose turn it is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">The key of its row.</param>
/// <param name="From">Its first moment, in microseconds since 1970.</param>
/// <param name="Skip">Why it is not read, or <see langword="null"/>.</param>
internal sealed record HistoryChannel(string Id, string Key, long From, HistorySkip? Skip);
