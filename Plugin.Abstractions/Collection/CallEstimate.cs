namespace Plugin.Abstractions.Collection;

/// <summary>How many calls of a method a stream will need. Streams that name the same method share its rate.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Method">The service's method, or what else has a rate of its own.</param>
/// <param name="Calls">The calls expected; at least 0.</param>
/// <param name="CallsPerMinute">How many of them the service allows in a minute, or <see langword="null"/> when it sets no limit.</param>
/// <param name="Basis">What the number is based on, in a few words: <c>10,200 people the last time, 1,000 a page</c>.</param>
public sealed record CallEstimate(string StreamId, string Method, long Calls, double? CallsPerMinute, string Basis);
