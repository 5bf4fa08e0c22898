using Host.Sample.Backups.Copying;

namespace Host.Sample.Backups;

public static class BackupServices
{
    public static IServiceCollection AddBackups(this IServiceCollection services) => services
        .AddSingleton<DataFolderUse>()
        .AddSingleton<StoreBackup>()
        .AddSingleton<StoreRestore>()
        .AddSingleton<StoreCopy>();
}
