namespace Host.Sample.Inventory;

/// <summary>A version of a row.</summary>
/// <param name="Key">The row's key.</param>
/// <param name="FromRun">The run that brought this version.</param>
/// <param name="ToRun">The run that ended it; null while it is the latest.</param>
/// <param name="Values">In the order of the stream's columns: <see cref="string"/>, <see cref="long"/>, <see cref="decimal"/>, <see cref="bool"/>, <see cref="DateTimeOffset"/> or null.</param>
public sealed record InventoryRow(string Key, long FromRun, long? ToRun, IReadOnlyList<object?> Values);
