using Host.Sample.Database;
using Host.Sample.Database.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Quartz;

namespace Host.Sample.Schedules;

/// <summary>Composes the scheduler of an endpoint server over the host's own store.</summary>
internal sealed class ScheduleClockwork(HostOptions options, HostStore store, ScheduleFirings firings, ILoggerFactory loggers, TimeProvider clock)
{
    /// <summary>How Quartz's tables begin.</summary>
    public const string TablePrefix = "QRTZ_";

    private const int MostAtOnce = 10;

    /// <summary>How late a time may be before it counts as missed: longer than any run holds the store.</summary>
    public static readonly TimeSpan MissedAfter = TimeSpan.FromMinutes(2);

    /// <param name="listener">Is told of trouble.</param>
    public StandaloneSchedulerFactory Build(ISchedulerListener listener) => QuartzSchedulerBuilder.Create(quartz =>
    {
        quartz.Services.Replace(ServiceDescriptor.Singleton(loggers));
        quartz.ConfigureScheduler(scheduler =>
        {
            scheduler.InstanceName = options.EndpointServer;
            scheduler.GenerateInstanceId = true;
            scheduler.MaxBatchSize = MostAtOnce;
        });
        quartz.UseDefaultThreadPool(MostAtOnce);
        quartz.UseTimeProvider(clock);
        quartz.UseJobFactory(new ScheduleJobs(firings));
        quartz.AddSchedulerListener(listener);
        quartz.UsePersistentStore(Store);
    }).Build();

    // Of several processes of one name only one has a scheduler at a time, by a lease of the store's, so that Quartz need not know of the others.
    private void Store(IPersistentStoreBuilder quartz) => (store is SqliteStore file ? quartz.UseSqlite(SqliteFactory.Instance, file.ConnectionString) : quartz.UsePostgres(NpgsqlFactory.Instance, options.Database!))
        .UseTriggerPersistenceDelegate(_ => new ConnectorTriggerRows(clock))
        .ConfigureStore(ado =>
        {
            ado.TablePrefix = TablePrefix;
            ado.MisfireThreshold = MissedAfter;
            ado.MisfireHandlerFrequency = TimeSpan.FromSeconds(30);
            ado.SchemaProvisioning = SchemaProvisioning.Validate;
            ado.UseBackgroundThreads = true;
        });
}
