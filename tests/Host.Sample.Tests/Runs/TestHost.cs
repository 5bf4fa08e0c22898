using System.Text.Json;
using Host.Sample.Access;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Insights;
using Host.Sample.Inventory;
using Host.Sample.Licences;
using Host.Sample.Logs;
using Host.Sample.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Host.Sample.Tests.Runs;

/// <summary>A host's rooms over a real store in a folder of its own; connectors are opened in process.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private static int _folders;

    private readonly ServiceProvider _services;
    private readonly bool _ownsFolder;
    private readonly Action<IServiceCollection>? _configure;

    private TestHost(HostOptions options, bool ownsFolder, IConnectorOpener opener, Action<IServiceCollection>? configure)
    {
        _ownsFolder = ownsFolder;
        _configure = configure;
        Options = options;
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(Clock).AddLogging().AddSingleton<KnownSecrets>().AddHostRooms(Options);
        services.AddSingleton(opener).AddSingleton<IConnectorDescriber>((OrchardOpener)opener);
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public HostOptions Options { get; }

    public FakeTimeProvider Clock { get; } = new(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    public RunService Runs => Get<RunService>();

    public StoreWriter Writer => Get<StoreWriter>();

    public static Task<TestHost> StartAsync(CancellationToken cancellationToken) => StartAsync(new OrchardOpener(), cancellationToken);

    public static Task<TestHost> StartAsync(IConnectorOpener opener, CancellationToken cancellationToken) => StartAsync(opener, options => options, null, cancellationToken);

    /// <summary>With options and rooms of the test's own.</summary>
    public static async Task<TestHost> StartAsync(IConnectorOpener opener, Func<HostOptions, HostOptions> adjust, Action<IServiceCollection>? configure, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"host-tests-{Environment.ProcessId}-{Interlocked.Increment(ref _folders)}");
        var options = adjust(new() { DataFolder = folder, PluginsFolder = folder, Database = TestDatabases.AreWanted ? await TestDatabases.MakeAsync(cancellationToken) : null });
        TestHost host = new(options, ownsFolder: true, opener, configure);
        await host.Get<HostStore>().PrepareAsync(cancellationToken);
        await using var database = await host.DatabaseAsync(cancellationToken);
        database.EndpointServers.Add(new() { Name = host.Options.EndpointServer, CreatedAt = host.Clock.GetUtcNow() });
        await database.SaveChangesAsync(cancellationToken);

        return host;
    }

    /// <summary>A second process over the same store.</summary>
    public TestHost Another(IConnectorOpener opener) => new(Options, ownsFolder: false, opener, _configure);

    /// <summary>As <see cref="Another(IConnectorOpener)"/>, started in another way.</summary>
    public TestHost Another(IConnectorOpener opener, Func<HostOptions, HostOptions> adjust) => new(adjust(Options), ownsFolder: false, opener, _configure);

    /// <summary>The rooms, for pages.</summary>
    public IServiceProvider Rooms => _services;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<HostDatabase> DatabaseAsync(CancellationToken cancellationToken) => Get<IDbContextFactory<HostDatabase>>().CreateDbContextAsync(cancellationToken);

    public async Task<Connector> AddConnectorAsync(string name, IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken, IReadOnlyList<string>? streams = null)
    {
        await using var database = await DatabaseAsync(cancellationToken);
        Connector connector = new()
        {
            Name = name,
            PluginId = "orchard",
            EndpointServerId = 1,
            SettingsJson = JsonSerializer.Serialize(settings ?? new Dictionary<string, string>()),
            StreamsJson = streams is null ? null : JsonSerializer.Serialize(streams),
            CreatedAt = Clock.GetUtcNow(),
            UpdatedAt = Clock.GetUtcNow(),
        };
        database.Connectors.Add(connector);
        await database.SaveChangesAsync(cancellationToken);

        return connector;
    }

    public async Task ChangeSettingsAsync(string connector, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        await using var database = await DatabaseAsync(cancellationToken);
        await database.Connectors.Where(entity => entity.Name == connector)
            .ExecuteUpdateAsync(set => set.SetProperty(entity => entity.SettingsJson, JsonSerializer.Serialize(settings)), cancellationToken);
    }

    public async Task<Run> RunAsync(string connector, CancellationToken cancellationToken)
    {
        var run = await Runs.QueueAsync(connector, "test", isFull: false, cancellationToken);

        return await Runs.ExecuteAsync(run.Id, cancellationToken);
    }

    /// <summary>Takes up what others have left behind, one after the other.</summary>
    public async Task<IReadOnlyList<Run>> TakeUpAsync(CancellationToken cancellationToken)
    {
        List<Run> ended = [];

        foreach (var runId in await Get<LeftRuns>().FindAsync(TimeSpan.Zero, cancellationToken))
        {
            ended.Add(await Runs.ExecuteAsync(runId, cancellationToken));
        }

        return ended;
    }

    /// <summary>Asks the store directly, as any SQL tool would.</summary>
    public async Task<T> SqlAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await Get<HostStore>().ConnectAsync(1024, cancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A test's own text.
        command.CommandText = TestSql.For(Get<HostStore>(), sql);
#pragma warning restore CA2100

        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();

        if (_ownsFolder)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();

            if (Options.Database is { } database)
            {
                await TestDatabases.DropAsync(database);
            }

            if (Directory.Exists(Options.DataFolder))
            {
                Directory.Delete(Options.DataFolder, recursive: true);
            }
        }
    }
}
