namespace Host.Sample.Insights;

/// <summary>The two runs that a feed lies between.</summary>
/// <param name="FromRun">The earlier; 0: before the first.</param>
/// <param name="FromAt">When it ended; null before the first.</param>
/// <param name="ToRun">The later.</param>
/// <param name="ToAt">When it ended.</param>
public sealed record FeedSpan(long FromRun, DateTimeOffset? FromAt, long ToRun, DateTimeOffset ToAt);
