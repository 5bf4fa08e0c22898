using Host.Sample.Database;

namespace Host.Sample.Insights;

/// <summary>A published run and the one before it.</summary>
/// <param name="FromRun">The one before whose rows are kept; 0: there is none.</param>
/// <param name="ToRun">The run.</param>
/// <param name="At">When readers first saw it.</param>
/// <param name="Verdict">What it proves.</param>
public sealed record FeedStep(long FromRun, long ToRun, DateTimeOffset At, RunVerdict Verdict);
