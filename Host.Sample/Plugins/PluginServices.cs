using Host.Sample.Packages;

namespace Host.Sample.Plugins;

public static class PluginServices
{
    public static IServiceCollection AddPlugins(this IServiceCollection services) => services
        .AddSingleton<PluginFaults>()
        .AddSingleton<PackageVerifier>()
        .AddSingleton<PluginCopies>()
        .AddSingleton<PluginArrivals>()
        .AddSingleton<PluginInstaller>()
        .AddSingleton<PluginCatalog>()
        .AddSingleton<LoadedPlugins>()
        .AddSingleton<ConnectorDescriptions>()
        .AddSingleton<PluginBorder>()
        .AddSingleton<Sandboxes>()
        .AddSingleton<StrayExceptions>();
}
