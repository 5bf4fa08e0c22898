using Host.Sample.Connectors;
using Host.Sample.Plugins;

namespace Host.Sample.Inventory;

public static class InventoryServices
{
    public static IServiceCollection AddInventory(this IServiceCollection services) => services
        .AddSingleton<IInventoryRemoval, InventoryRemoval>()
        .AddSingleton<IVersionCheck, SchemaCheck>()
        .AddSingleton<InventoryCounts>()
        .AddSingleton<InventoryReader>()
        .AddSingleton<InventoryExport>();
}
