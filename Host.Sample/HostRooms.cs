using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Insights;
using Host.Sample.Inventory;
using Host.Sample.Plugins;
using Host.Sample.Runs;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Host.Sample;

/// <summary>All rooms of the host, behind every door alike.</summary>
public static class HostRooms
{
    public static IServiceCollection AddHostRooms(this IServiceCollection services, HostOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);

        return services
            .AddSingleton(options)
            .AddDatabase()
            .AddPlugins()
            .AddEndpointServers()
            .AddConnectors()
            .AddInventory()
            .AddRuns()
            .AddInsights();
    }
}
