using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Database;

public static class DatabaseServices
{
    public static IServiceCollection AddDatabase(this IServiceCollection services) => services
        .AddSingleton<HostStore>()
        .AddSingleton<StoreWriter>()
        .AddSingleton<StoreConnectionSetup>()
        .AddDbContextFactory<HostDatabase>((provider, options) => options
            .UseSqlite(provider.GetRequiredService<HostStore>().ConnectionString)
            .AddInterceptors(provider.GetRequiredService<StoreConnectionSetup>()));
}
