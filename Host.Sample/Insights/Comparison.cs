using Host.Sample.Inventory;

namespace Host.Sample.Insights;

/// <summary>Two runs of a connector to hold against each other.</summary>
/// <param name="Source">The inventory as of the later one.</param>
/// <param name="FromRun">The earlier one; 0: before the first.</param>
public sealed record Comparison(InventorySource Source, long FromRun)
{
    public long ToRun => Source.RunId;
}
