using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Inventory;
using Host.Sample.Logs;
using Host.Sample.Runs.Proof;
using Host.Sample.Webhooks;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs;

/// <summary>A store for one run that nobody shall read: the run is a real one, what it writes goes with the store.</summary>
internal sealed class ShadowStore : IAsyncDisposable
{
    private readonly HostOptions _options;
    private readonly ServiceProvider _rooms;

    public ShadowStore(HostOptions options, ConnectorOpener opener, Connector connector, string version, CertificateKey key, KnownSecrets secrets, TimeProvider clock, ILoggerFactory loggers)
    {
        // A file of its own, whatever the host's store is: two of them can be compared by one query.
        _options = options with { Database = null, DataFolder = Path.Combine(options.DataFolder, "shadow", Guid.NewGuid().ToString("N")) };
        _rooms = new ServiceCollection()
            .AddSingleton(_options)
            .AddSingleton(clock)
            .AddSingleton(secrets)
            .AddSingleton(loggers)
            .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
            .AddSingleton<IConnectorOpener>(new Opener(opener, connector, version))
            .AddDatabase()
            .AddSingleton<RunProgress>()
            .AddSingleton<RunHalt>()
            .AddSingleton<ThisProcess>()
            .AddSingleton(key)
            .AddSingleton<RunCertificates>()
            .AddSingleton<CheckMaker>()
            .AddSecretVault(_options)
            .AddSingleton<WebhookTargets>()
            .AddSingleton<WebhookOutbox>()
            .AddSingleton<RunEnding>()
            .AddSingleton<RunExecutor>()
            .BuildServiceProvider();
    }

    public string File => _options.DatabaseFile;

    /// <summary>Collects all streams of the connector as for the first time.</summary>
    /// <returns>The run with its streams.</returns>
    public async Task<Run> RunAsync(Connector connector, CancellationToken cancellationToken)
    {
        await _rooms.GetRequiredService<HostStore>().PrepareAsync(cancellationToken);
        var databases = _rooms.GetRequiredService<IDbContextFactory<HostDatabase>>();
        Run run = new() { ConnectorId = connector.Id, Trigger = "shadow", QueuedAt = connector.UpdatedAt };

        await using (var database = await databases.CreateDbContextAsync(cancellationToken))
        {
            database.EndpointServers.Add(new() { Id = connector.EndpointServerId, Name = _options.EndpointServer, CreatedAt = connector.CreatedAt });
            database.Connectors.Add(new()
            {
                Id = connector.Id,
                Name = connector.Name,
                PluginId = connector.PluginId,
                EndpointServerId = connector.EndpointServerId,
                SettingsJson = connector.SettingsJson,
                StreamsJson = connector.StreamsJson,
                CreatedAt = connector.CreatedAt,
                UpdatedAt = connector.UpdatedAt,
            });
            database.Runs.Add(run);
            await database.SaveChangesAsync(cancellationToken);
        }

        try
        {
            // Nobody else knows of this store.
            await using var lease = (await _rooms.GetRequiredService<StoreWriter>().TryLeaseAsync(connector.Id, cancellationToken))!;
            await _rooms.GetRequiredService<RunExecutor>().ExecuteAsync(run, await FindAsync(databases, connector.Id, cancellationToken), lease, cancellationToken);
        }
        catch (HostException exception) when (exception.Problem is not HostProblem.StoreUnavailable)
        {
            // The run's record has the reason.
        }

        await using var after = await databases.CreateDbContextAsync(cancellationToken);

        return await after.Runs.AsNoTracking().Include(entity => entity.Streams).SingleAsync(entity => entity.Id == run.Id, cancellationToken);
    }

    /// <summary>The tables that the run has made.</summary>
    public async Task<IReadOnlyList<InventorySchema>> SchemasAsync(string pluginId, CancellationToken cancellationToken)
    {
        await using var database = await _rooms.GetRequiredService<IDbContextFactory<HostDatabase>>().CreateDbContextAsync(cancellationToken);

        return await InventoryTables.ListAsync(database, pluginId, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        var store = _rooms.GetRequiredService<HostStore>();
        await _rooms.DisposeAsync();
        store.LetGo();

        if (Directory.Exists(_options.DataFolder))
        {
            Directory.Delete(_options.DataFolder, recursive: true);
        }
    }

    private static async Task<Connector> FindAsync(IDbContextFactory<HostDatabase> databases, int connectorId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return await database.Connectors.AsNoTracking().SingleAsync(entity => entity.Id == connectorId, cancellationToken);
    }

    /// <summary>Opens the connector itself, with its own settings and credential, on the version wanted. How the run ends says nothing about the version's conduct.</summary>
    private sealed class Opener(ConnectorOpener opener, Connector connector, string version) : IConnectorOpener
    {
        public Task RequireEnabledAsync(Connector ignored, CancellationToken cancellationToken) => opener.RequireEnabledAsync(connector, cancellationToken);

        public async Task<OpenConnector> OpenAsync(Connector ignored, IRunRows rows, IWaitObserver waits, ILogger logger, CancellationToken cancellationToken)
        {
            var open = await opener.OpenVersionAsync(connector, version, rows, waits, logger, cancellationToken);

            return new(open.Connector, open.Context, open.Description, open.Manifest, open.DisposeAsync) { Privacy = open.Privacy };
        }
    }
}
