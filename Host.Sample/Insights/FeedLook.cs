namespace Host.Sample.Insights;

/// <summary>Some of the events between two runs, and how many there are.</summary>
/// <param name="Span">The two runs.</param>
/// <param name="Kinds">Events of each kind, by <see cref="FeedKind.Name"/>, whatever kinds were asked for.</param>
/// <param name="Total">Events of the kinds asked for.</param>
/// <param name="Events">Some of those.</param>
/// <param name="IsWhole">Whether all events were looked at; otherwise the first <see cref="FeedTimeline.MostEvents"/>, and the numbers are of these.</param>
public sealed record FeedLook(FeedSpan Span, IReadOnlyDictionary<string, long> Kinds, long Total, IReadOnlyList<FeedEvent> Events, bool IsWhole);
