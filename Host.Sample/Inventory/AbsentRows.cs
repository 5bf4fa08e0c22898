namespace Host.Sample.Inventory;

/// <summary>What it says of a known row that it did not come.</summary>
public enum AbsentRows
{
    /// <summary>Nothing.</summary>
    Stay,

    /// <summary>That it is gone.</summary>
    AreGone,

    /// <summary>That it is gone if its part is covered (<see cref="Plugin.Abstractions.Collection.StreamPage.Covered"/>).</summary>
    AreGoneFromCoveredParts,
}
