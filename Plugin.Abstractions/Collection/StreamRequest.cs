namespace Plugin.Abstractions.Collection;

/// <summary>Which stream to collect, and where to go on.</summary>
public sealed record StreamRequest
{
    /// <summary>The stream's id.</summary>
    public required string StreamId { get; init; }

    /// <summary>The checkpoint of the last page that this run has committed, or <see langword="null"/> to begin.</summary>
    public Checkpoint? ResumeFrom { get; init; }

    /// <summary>The high-water mark that the last complete run of this stream ended with, or <see langword="null"/> for everything.</summary>
    public Checkpoint? HighWaterMark { get; init; }
}
