using Host.Sample.Database;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Licences;

/// <summary>A stream that shows signs of use, and the time in which it would have shown one.</summary>
public sealed record SignalSource
{
    /// <summary>The stream's id.</summary>
    public required string StreamId { get; init; }

    /// <summary>The stream's name for people.</summary>
    public required string Stream { get; init; }

    /// <summary>The column of the moment; null when the stream was never collected.</summary>
    public string? Column { get; init; }

    /// <summary>What the moment says, in the plugin's words.</summary>
    public required string Says { get; init; }

    public required SignalPrecision Precision { get; init; }

    /// <summary>Whether it must have been looked at before anybody is called idle: a stream that is on by default and shows signs of use.</summary>
    public required bool IsRequired { get; init; }

    /// <summary>The earliest moment that it covers without a gap; null when it covers nothing.</summary>
    public DateTimeOffset? CoversFrom { get; init; }

    /// <summary>The latest moment that it covers; null when it covers nothing.</summary>
    public DateTimeOffset? CoversTo { get; init; }

    /// <summary>How it ended in the run; null when the run was not asked for it.</summary>
    public StreamState? State { get; init; }

    /// <summary>Why it is not complete; null when it is.</summary>
    public string? Message { get; init; }

    /// <summary>What to do about that.</summary>
    public string? Fix { get; init; }

    /// <summary>Whether it would have shown a use at any time from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public bool Covers(DateTimeOffset from, DateTimeOffset to) => CoversFrom <= from && CoversTo >= to;

    internal static SignalPrecision PrecisionOf(TimePrecision precision) => precision is TimePrecision.Day ? SignalPrecision.Day : SignalPrecision.Second;
}
