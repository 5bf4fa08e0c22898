using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Database;

public static class DatabaseServices
{
    public static IServiceCollection AddDatabase(this IServiceCollection services) => services
        .AddSingleton(provider => HostStore.Of(provider.GetRequiredService<HostOptions>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<StoreWriter>()
        .AddSingleton<IDbContextFactory<HostDatabase>, HostDatabaseFactory>();
}
