using Plugin.Abstractions.Collection;

namespace Host.Sample.Inventory;

/// <summary>A column of an inventory table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Position">Its place among the plugin's columns of the table, from 0; never changes, also when the plugin adds, removes or reorders columns.</param>
/// <param name="IsKey">Whether it is part of the row's key.</param>
public sealed record InventoryColumn(string Name, ColumnType Type, int Position, bool IsKey);
