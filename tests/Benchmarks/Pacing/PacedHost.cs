using Benchmarks.EndToEnd;
using Host.Sample;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Logs;
using Host.Sample.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks.Pacing;

/// <summary>The host's rooms in this process, on a clock of their own, with a connector that keeps Slack's pace.</summary>
internal sealed class PacedHost : IAsyncDisposable
{
    private const string Connector = "Benchmark";

    private readonly ServiceProvider _rooms;
    private readonly string _folder;

    private PacedHost(ServiceProvider rooms, string folder)
    {
        _rooms = rooms;
        _folder = folder;
    }

    public static async Task<PacedHost> OpenAsync(Uri sandbox, string token, TimeProvider clock, IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("benchmarks-").FullName;
        HostOptions options = new() { DataFolder = folder, PluginsFolder = HostProgram.PluginsFolder, AllowedOrigins = [sandbox.GetLeftPart(UriPartial.Authority)] };
        var rooms = new ServiceCollection().AddSingleton(clock).AddSingleton<KnownSecrets>().AddLogging().AddHostRooms(options).BuildServiceProvider();
        await rooms.GetRequiredService<HostStore>().PrepareAsync(cancellationToken);
        await rooms.GetRequiredService<EndpointServerService>().JoinAsync(cancellationToken);
        await rooms.GetRequiredService<FeatureService>().EnableAsync(options.EndpointServer, "slack", cancellationToken);
        await rooms.GetRequiredService<ConnectorService>().AddAsync(
            new()
            {
                Name = Connector,
                PluginId = "slack",
                Texts = new Dictionary<string, string?>(settings) { ["api_address"] = sandbox.ToString() },
                Secrets = new Dictionary<string, string?> { ["token"] = token },
            },
            cancellationToken);

        return new(rooms, folder);
    }

    public async Task<Run> RunAsync(CancellationToken cancellationToken)
    {
        var runs = _rooms.GetRequiredService<RunService>();
        var queued = await runs.QueueAsync(Connector, "benchmark", isFull: false, cancellationToken);

        return await runs.ExecuteAsync(queued.Id, cancellationToken);
    }

    /// <summary>What the next run is expected to take, and so how fast the methods may be called.</summary>
    public Task<RunBudget> EstimateAsync(CancellationToken cancellationToken) => _rooms.GetRequiredService<RunEstimates>().OfAsync(Connector, isFull: true, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _rooms.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
