using Host.Sample.Connectors;
using Host.Sample.Database;

namespace Host.Sample.Inventory;

/// <inheritdoc/>
internal sealed class InventoryRemoval(StoreWriter writer) : IInventoryRemoval
{
    public Task RemoveAsync(int connectorId, CancellationToken cancellationToken) => writer.WriteAsync(
        write =>
        {
            // All plugins' tables: the connector may have been of another plugin's id once.
            foreach (var pluginId in write.Database.InventoryTables.Select(table => table.PluginId).Distinct().ToList())
            {
                InventoryTables.Forget(write, pluginId, connectorId);
            }
        },
        cancellationToken);
}
