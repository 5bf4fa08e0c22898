namespace Plugin.Abstractions.Collection;

/// <summary>What a stream's rows mean for the store.</summary>
public enum StreamMode
{
    /// <summary>The rows are everything that is there now: a row that is absent from a complete run is gone.</summary>
    Snapshot,

    /// <summary>The rows are a log: what came before stays, and the next run goes on from a high-water mark.</summary>
    Append,
}
