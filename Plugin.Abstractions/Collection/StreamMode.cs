namespace Plugin.Abstractions.Collection;

/// <summary>What a stream's rows mean for the store.</summary>
public enum StreamMode
{
    /// <summary>The rows are everything that is there now: a row that is absent from a complete run is gone.</summary>
    Snapshot,

    /// <summary>The rows are a log: what came before stays, and the next run goes on from a high-water mark.</summary>
    Append,

    /// <summary>The rows are everything that is there now of those parts (<see cref="StreamDescription.PartColumn"/>) that the pages say are covered
    /// (<see cref="StreamPage.Covered"/>): of a covered part a row that did not come is gone; rows of other parts stay as they are. For lists that are too long to ask for whole each time.</summary>
    PartedSnapshot,
}
