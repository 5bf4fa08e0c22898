namespace Plugin.Abstractions.Collection;

/// <summary>Which stream to collect, and where to go on.</summary>
public sealed record StreamRequest
{
    /// <summary>The stream's id.</summary>
    public required string StreamId { get; init; }

    /// <summary>The checkpoint of the last page that this run has committed, or <see langword="null"/> to begin.</summary>
    public Checkpoint? ResumeFrom { get; init; }

    /// <summary>The high-water mark that the last run of this stream left, or <see langword="null"/> for everything.</summary>
    public Checkpoint? HighWaterMark { get; init; }

    /// <summary>Whether everything is to be asked for, whatever is known already. Then there is no <see cref="HighWaterMark"/>.</summary>
    public bool IsFull { get; init; }

    /// <summary>The rows of this stream, and of those it names in <see cref="StreamDescription.ReadsBack"/>, as they were published when this stream was last complete;
    /// <see langword="null"/> when it never was, or when that was another tenant's. The same for the whole run, also after it was taken up again.</summary>
    public IRunRows? Before { get; init; }
}
