namespace Host.Sample.Inventory;

/// <summary>Some rows of a stream.</summary>
/// <param name="Total">How many there are in all.</param>
/// <param name="Rows">Those asked for.</param>
public sealed record InventoryPage(long Total, IReadOnlyList<InventoryRow> Rows);
