using Host.Sample.Plugins;

namespace Host.Sample.Isolation;

public static class IsolationServices
{
    public static IServiceCollection AddIsolation(this IServiceCollection services) => services.AddSingleton<IPluginIsolation, PluginIsolation>();
}
