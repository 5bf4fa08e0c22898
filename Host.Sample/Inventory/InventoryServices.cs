using Host.Sample.Connectors;

namespace Host.Sample.Inventory;

public static class InventoryServices
{
    public static IServiceCollection AddInventory(this IServiceCollection services) => services
        .AddSingleton<IInventoryRemoval, InventoryRemoval>()
        .AddSingleton<InventoryCounts>()
        .AddSingleton<InventoryReader>()
        .AddSingleton<InventoryExport>();
}
