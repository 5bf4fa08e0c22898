namespace Host.Sample.Runs;

/// <summary>What a connector remembers of a stream for its next run.</summary>
public sealed record StreamStateView
{
    public required string StreamId { get; init; }

    /// <summary>Where the next run goes on from, in the plugin's own words; null: from the beginning.</summary>
    public string? HighWaterMark { get; init; }

    /// <summary>The run in which the stream was last complete, whose rows the next run compares with; null: none.</summary>
    public long? LastCompleteRunId { get; init; }

    /// <summary>When what was remembered was dropped the last time; null: never.</summary>
    public DateTimeOffset? ResetAt { get; init; }

    /// <summary>Why it was dropped.</summary>
    public string? ResetWhy { get; init; }
}
