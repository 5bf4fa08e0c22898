using Host.Sample.Access;
using Host.Sample.Backups;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Insights;
using Host.Sample.Inventory;
using Host.Sample.Isolation;
using Host.Sample.Licences;
using Host.Sample.Logs;
using Host.Sample.Plugins;
using Host.Sample.Privacy;
using Host.Sample.Runs;
using Host.Sample.Schedules;
using Host.Sample.SharedValues;
using Host.Sample.Support;
using Host.Sample.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Serilog.Events;

namespace Host.Sample;

/// <summary>All rooms of the host, behind every door alike.</summary>
public static class HostRooms
{
    public static IServiceCollection AddHostRooms(this IServiceCollection services, HostOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        var machine = services.Last(service => service.ServiceType == typeof(TimeProvider));
        services.Remove(machine);

        services.TryAddSingleton(provider => new StoreClock((TimeProvider)(machine.ImplementationInstance ?? machine.ImplementationFactory!(provider))));

        return services
            .AddSingleton<TimeProvider>(provider => provider.GetRequiredService<StoreClock>())
            .AddSingleton(options)
            .AddDatabase()
            .AddAccess()
            .AddPlugins()
            .AddIsolation()
            .AddEndpointServers()
            .AddSharedValues()
            .AddConnectors(options)
            .AddPrivacy()
            .AddInventory()
            .AddRuns()
            .AddSchedules()
            .AddInsights()
            .AddWebhooks()
            .AddLicences()
            .AddSupport()
            .AddBackups();
    }

    /// <summary>The rooms for one command: the store is brought up to date, nothing listens, nothing runs by itself.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>; <see cref="HostProblem.NotFound"/>: there is no such endpoint server.</exception>
    public static async Task<ServiceProvider> OpenAsync(HostOptions options, KnownSecrets secrets, CancellationToken cancellationToken)
    {
        var rooms = Compose(options, secrets);

        try
        {
            rooms.GetRequiredService<DataFolderUse>().Begin();
            await rooms.GetRequiredService<HostStore>().PrepareAsync(cancellationToken);
            await rooms.GetRequiredService<StoreClock>().CompareAsync(rooms.GetRequiredService<HostStore>(), cancellationToken);
            await rooms.GetRequiredService<EndpointServerService>().JoinAsync(cancellationToken);

            return rooms;
        }
        catch
        {
            await rooms.DisposeAsync();

            throw;
        }
    }

    /// <summary>As <see cref="OpenAsync"/>, with the store as it is: for a look at a host that may not be able to open it.</summary>
    internal static ServiceProvider Compose(HostOptions options, KnownSecrets secrets)
    {
        // A command tells its trouble in a sentence of its own; the log file has the rest.
        var rooms = new ServiceCollection().AddSingleton(secrets).AddHostRooms(options).AddHostLog(LogEventLevel.Fatal).BuildServiceProvider();
        rooms.GetRequiredService<DebugLevel>().Apply();

        return rooms;
    }
}
