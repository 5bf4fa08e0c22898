namespace Host.Sample.Database;

/// <summary>What a stream knew of earlier runs is no longer used.</summary>
public sealed class StreamReset
{
    public int ConnectorId { get; set; }

    public required string StreamId { get; set; }

    /// <summary>Marks and rows of this run and of those before it are not gone on from.</summary>
    public long UpToRunId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>Why, in a sentence.</summary>
    public required string Why { get; set; }
}
