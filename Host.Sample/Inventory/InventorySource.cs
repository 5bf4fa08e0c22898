using Host.Sample.Database;

namespace Host.Sample.Inventory;

/// <summary>A connector's inventory as of a published run.</summary>
/// <param name="Connector">Whose.</param>
/// <param name="RunId">As of which run.</param>
/// <param name="Schemas">The tables there are, in the order of the catalogue.</param>
public sealed record InventorySource(Connector Connector, long RunId, IReadOnlyList<InventorySchema> Schemas);
