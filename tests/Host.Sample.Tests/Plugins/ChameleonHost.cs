using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Plugins;
using Host.Sample.Runs;
using Host.Sample.Tests.Runs;
using Microsoft.Extensions.Time.Testing;

namespace Host.Sample.Tests.Plugins;

/// <summary>A whole host with versions of the chameleon and a connector of it.</summary>
internal sealed class ChameleonHost : IAsyncDisposable
{
    public const string Connector = "Home";

    private readonly WebFixture _host;

    private ChameleonHost(WebFixture host) => _host = host;

    public TestFolders Folders => _host.Folders;

    public PluginVersions Versions => Get<PluginVersions>();

    public PluginCatalog Catalog => Get<PluginCatalog>();

    /// <summary>The version that takes new work.</summary>
    public string Serving => Catalog.Find("chameleon")!.Version;

    public HttpClient Client => _host.Client;

    public FakeTimeProvider Clock => _host.Clock!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ChameleonHost> StartAsync(string? looks = null, Func<HostOptions, HostOptions>? adjust = null, FakeTimeProvider? clock = null)
    {
        var host = await WebFixture.StartAsync(adjust, clock, enableFeature: false);
        host.Folders.InstallChameleon("1.0.0", looks);
        await host.Get<FeatureService>().EnableAsync("local", "chameleon", Token);
        await host.Get<ConnectorService>().AddAsync(new() { Name = Connector, PluginId = "chameleon", Texts = new Dictionary<string, string?> { ["colour"] = "green" } }, Token);

        return new(host);
    }

    public T Get<T>()
        where T : notnull => _host.Get<T>();

    public InstalledPlugin Version(string version) => Catalog.FindVersion("chameleon", version);

    public async Task<Run> RunAsync()
    {
        var runs = Get<RunService>();
        var run = await runs.QueueAsync(Connector, "test", false, Token);

        try
        {
            return await runs.ExecuteAsync(run.Id, Token);
        }
        catch (HostException taken) when (taken.Problem is HostProblem.Conflict)
        {
            // The host that has just begun to serve has found it before.
            while ((run = await runs.GetAsync(run.Id, Token)).State is RunState.Queued or RunState.Running)
            {
                await Task.Yield();
            }

            return run;
        }
    }

    /// <summary>Runs as often as is needed for something to be said about the version, whatever becomes of the runs.</summary>
    public async Task<List<Run>> RunTimesAsync(int times)
    {
        List<Run> runs = [];

        for (var time = 0; time < times; time++)
        {
            runs.Add(await RunAsync());
        }

        return runs;
    }

    /// <summary>Rows of the store as lines, asked of it directly.</summary>
    public async Task<List<string>> SqlAsync(string sql)
    {
        await using var connection = await Get<HostStore>().ConnectAsync(1024, Token);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A test's own text.
        command.CommandText = TestSql.For(Get<HostStore>(), sql);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(Token);
        List<string> rows = [];

        while (await reader.ReadAsync(Token))
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(field => reader.IsDBNull(field) ? "" : reader.GetValue(field))));
        }

        return rows;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
