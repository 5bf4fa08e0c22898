using Host.Sample.Packages;

namespace Host.Sample.Plugins;

public static class PluginServices
{
    public static IServiceCollection AddPlugins(this IServiceCollection services) => services
        .AddSingleton<PackageVerifier>()
        .AddSingleton<PluginCopies>()
        .AddSingleton<PluginArrivals>()
        .AddSingleton<PluginInstaller>()
        .AddSingleton<PluginRecords>()
        .AddSingleton<RunningMarkers>()
        .AddSingleton<PluginConduct>()
        .AddSingleton<MemoryWatch>()
        .AddSingleton<IVersionCheck, SmokeCheck>()
        .AddSingleton<PluginLoading>()
        .AddSingleton<DepartedPlugins>()
        .AddSingleton<PluginCatalog>()
        .AddSingleton<LoadedPlugins>()
        .AddSingleton<PluginVersions>()
        .AddSingleton<ConnectorDescriptions>()
        .AddSingleton<PluginBorder>()
        .AddSingleton<Sandboxes>()
        .AddSingleton<StrayExceptions>();
}
