namespace Host.Sample.Inventory;

public static class InventoryServices
{
    public static IServiceCollection AddInventory(this IServiceCollection services) => services
        .AddSingleton<InventoryReader>()
        .AddSingleton<InventoryExport>();
}
