namespace Host.Sample.Inventory;

/// <summary>A version of a row, with the moments when it was first seen and no longer seen.</summary>
/// <param name="Row">The version.</param>
/// <param name="FromTime">When the run that brought it began.</param>
/// <param name="ToTime">When the run that ended it began; null while it is the latest.</param>
public sealed record InventoryVersion(InventoryRow Row, DateTimeOffset FromTime, DateTimeOffset? ToTime)
{
    /// <summary>Whether the row was there between the version before and this one, in versions that were pruned, as far as anybody can tell.</summary>
    public bool FollowsPruned { get; init; }
}
