using System.Data.Common;
using Host.Sample.Access;
using Host.Sample.Api;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Plugins;
using Host.Sample.Tests.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Serilog.Events;

namespace Host.Sample.Tests;

/// <summary>A whole host on a real socket, with Orchard installed.</summary>
public sealed class WebFixture : IAsyncDisposable
{
    private bool _hasEnded;

    private WebFixture(TestFolders folders, WebDoor door, string key, FakeTimeProvider? clock)
    {
        Folders = folders;
        Door = door;
        Key = key;
        Clock = clock;
#pragma warning disable CA2000 // The clients own their handlers.
        Anonymous = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = door.Address };
        Client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = door.Address };
#pragma warning restore CA2000
        Client.DefaultRequestHeaders.Authorization = new("Bearer", key);
    }

    public TestFolders Folders { get; }

    public WebDoor Door { get; }

    public string Key { get; }

    public FakeTimeProvider? Clock { get; }

    /// <summary>Carries the access key.</summary>
    public HttpClient Client { get; }

    public HttpClient Anonymous { get; }

    public T Get<T>()
        where T : notnull => Door.App.Services.GetRequiredService<T>();

    public static Task<WebFixture> StartAsync(Func<HostOptions, HostOptions>? adjust = null, FakeTimeProvider? clock = null, bool enableFeature = true)
    {
        var folders = new TestFolders();
        folders.InstallOrchard();

        return StartAsync(folders, adjust, clock, enableFeature, null);
    }

    /// <summary>A host over folders that may have been another one's before.</summary>
    public static async Task<WebFixture> StartAsync(TestFolders folders, Func<HostOptions, HostOptions>? adjust, FakeTimeProvider? clock, bool enableFeature, Action<IServiceCollection>? configure)
    {
        var token = TestContext.Current.CancellationToken;
        var options = adjust?.Invoke(folders.Options) ?? folders.Options;
        var door = WebDoor.Build(options, LogEventLevel.Fatal, services =>
        {
            // Tests that go through the rooms' own doors act as whoever started the host; those that go through REST are who their key says.
            services.AddSingleton(new CurrentActor(Actor.CommandLine));

            if (clock is not null)
            {
                services.AddSingleton<TimeProvider>(clock);

                // A server goes by a clock of its own, which no test can put forward.
                services.AddSingleton<StoreClock>(new TestedClock(clock));
            }

            configure?.Invoke(services);
        });
        await door.StartAsync(token);
        var key = await door.App.Services.GetRequiredService<AccessKeys>().EnsureAsync(token);

        if (enableFeature)
        {
            await door.App.Services.GetRequiredService<FeatureService>().EnableAsync(options.EndpointServer, "orchard", token);
        }

        return new(folders, door, key ?? "", clock);
    }

    /// <summary>A connector to an orchard inside the plugin, with a token typed in.</summary>
    public Task<ConnectorView> AddConnectorAsync(string name, string token = "typed-in-token") => Get<ConnectorService>().AddAsync(
        new() { Name = name, PluginId = "orchard", Secrets = new Dictionary<string, string?> { ["token"] = token } }, TestContext.Current.CancellationToken);

    /// <summary>Waits until a plugin that was dropped in while the host serves counts as copied.</summary>
    public async Task SettledAsync(string pluginId)
    {
        while (Get<PluginCatalog>().Find(pluginId) is null or { State: PluginState.Arriving })
        {
            Clock?.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Everything that the host has written to its data folder, and to its database where that is a server's, as bytes read as Latin-1 so that nothing hides in an encoding error.</summary>
    public async Task<string> EverythingWrittenAsync()
    {
        while (true)
        {
            try
            {
                return await ReadAllAsync() + (Folders.Database is { } database ? await TestDatabases.EverythingAsync(database, TestContext.Current.CancellationToken) : "");
            }
            catch (FileNotFoundException)
            {
                // The store has just folded one of its side files into the main one: look at it as it is now.
            }
        }
    }

    /// <summary>Tells the store something, as any SQL tool would.</summary>
    /// <returns>How many rows were written.</returns>
    public async Task<int> TellStoreAsync(string sql)
    {
        await using var command = await CommandAsync(sql);
        await using var connection = command.Connection!;

        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks the store for one value, as any SQL tool would.</summary>
    public async Task<T> AskStoreAsync<T>(string sql)
    {
        await using var command = await CommandAsync(sql);
        await using var connection = command.Connection!;

        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        Folders.Dispose();
    }

    /// <summary>Ends the host as its process would; the folders stay.</summary>
    public async Task EndAsync()
    {
        if (_hasEnded)
        {
            return;
        }

        _hasEnded = true;
        Client.Dispose();
        Anonymous.Dispose();
        await Door.StopAsync(CancellationToken.None);
        var store = Get<HostStore>();
        await Door.DisposeAsync();
        store.LetGo();
    }

    private async Task<DbCommand> CommandAsync(string sql)
    {
        var connection = await Get<HostStore>().ConnectAsync(1024, TestContext.Current.CancellationToken);
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // A test's own text.
        command.CommandText = TestSql.For(Get<HostStore>(), sql);
#pragma warning restore CA2100

        return command;
    }

    private async Task<string> ReadAllAsync()
    {
        var text = new System.Text.StringBuilder();

        // What is empty may be held by a process alone, to say that it is at work.
        foreach (var file in Directory.EnumerateFiles(Folders.Data, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            text.Append(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        return text.ToString();
    }

    private sealed class TestedClock(TimeProvider clock) : StoreClock(clock)
    {
        public override Task CompareAsync(HostStore store, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
