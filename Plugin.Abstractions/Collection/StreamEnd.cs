using Plugin.Abstractions.Errors;

namespace Plugin.Abstractions.Collection;

/// <summary>The last word of a stream.</summary>
public sealed record StreamEnd
{
    private StreamEnd()
    {
    }

    /// <summary>How it ended.</summary>
    public StreamOutcome Outcome { get; private init; }

    /// <summary>What has to be done about it; <see langword="null"/> when complete.</summary>
    public FailureReason? Reason { get; private init; }

    /// <summary>A stable word, the service's own where it has one: <c>paid_only</c>; <see langword="null"/> when complete.</summary>
    public string? Code { get; private init; }

    /// <summary>What happened and what it means; <see langword="null"/> when complete.</summary>
    public string? Message { get; private init; }

    /// <summary>What a person should do; <see langword="null"/> when complete.</summary>
    public string? Fix { get; private init; }

    /// <summary>What the next run goes on from, or <see langword="null"/> for a stream without a mark.</summary>
    public Checkpoint? HighWaterMark { get; private init; }

    /// <summary>How many records the service itself says there are, or <see langword="null"/> when it does not say.</summary>
    public long? ReportedTotal { get; private init; }

    /// <summary>The end was reached.</summary>
    /// <param name="highWaterMark">What the next run goes on from.</param>
    /// <param name="reportedTotal">The service's own count.</param>
    /// <returns>The end.</returns>
    public static StreamEnd Complete(Checkpoint? highWaterMark = null, long? reportedTotal = null) =>
        new() { Outcome = StreamOutcome.Complete, HighWaterMark = highWaterMark, ReportedTotal = reportedTotal };

    /// <summary>Some of it came.</summary>
    /// <param name="reason">What has to be done.</param>
    /// <param name="code">A stable word.</param>
    /// <param name="message">What happened and what it means.</param>
    /// <param name="fix">What a person should do.</param>
    /// <param name="highWaterMark">What the next run goes on from; <see langword="null"/>: from where this one began.</param>
    /// <returns>The end.</returns>
    public static StreamEnd Partial(FailureReason reason, string code, string message, string fix, Checkpoint? highWaterMark = null) =>
        new() { Outcome = StreamOutcome.Partial, Reason = reason, Code = code, Message = message, Fix = fix, HighWaterMark = highWaterMark };

    /// <summary>Nothing may be had.</summary>
    /// <param name="reason">What has to be done.</param>
    /// <param name="code">A stable word.</param>
    /// <param name="message">What happened and what it means.</param>
    /// <param name="fix">What a person should do.</param>
    /// <returns>The end.</returns>
    public static StreamEnd Skipped(FailureReason reason, string code, string message, string fix) =>
        new() { Outcome = StreamOutcome.Skipped, Reason = reason, Code = code, Message = message, Fix = fix };
}
