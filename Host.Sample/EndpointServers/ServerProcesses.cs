using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Host.Sample.EndpointServers;

/// <summary>The processes that serve the endpoint servers. Several of one name stand in for each other: what one leaves behind, another takes up.</summary>
public sealed class ServerProcesses(
    IDbContextFactory<HostDatabase> databases, HostStore store, StoreClock clock, EndpointServerService servers, PluginCatalog catalog, ThisProcess self, HostOptions options)
{
    /// <summary>How often a process is heard of.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>How long a process may be silent before it is taken for gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private DateTimeOffset? _startedAt;

    /// <summary>Those of an endpoint server, the ones that are there first; null: of all.</summary>
    public async Task<IReadOnlyList<ServerProcessView>> ListAsync(string? server, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var known = await (
            from process in database.ServerProcesses.AsNoTracking()
            join owner in database.EndpointServers on process.EndpointServerId equals owner.Id
            where server == null || owner.Name == server
            select new { process, owner.Name }).ToListAsync(cancellationToken);
        var silent = clock.GetUtcNow() - Patience;

        return
        [
            .. known
                .Select(row => new ServerProcessView(
                    row.process.Id,
                    row.Name,
                    row.process.Machine,
                    row.process.Number,
                    row.process.Version,
                    row.process.StartedAt,
                    row.process.LastSeenAt,
                    row.process.LastSeenAt >= silent,
                    row.process.Id == self.Id,
                    row.process.ClockAheadSeconds,
                    JsonSerializer.Deserialize<List<PresentPlugin>>(row.process.PluginsJson) ?? []))
                .OrderBy(process => process.EndpointServer, StringComparer.OrdinalIgnoreCase)
                .ThenByDescending(process => process.IsPresent)
                .ThenBy(process => process.StartedAt),
        ];
    }

    /// <summary>Lets the others know that this process is there and what it can run.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>.</exception>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        await clock.CompareAsync(store, cancellationToken);
        var server = await servers.SeenAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var plugins = JsonSerializer.Serialize(Here());
        var ahead = clock.Ahead.TotalSeconds;
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        if (await database.ServerProcesses.Where(process => process.Id == self.Id).ExecuteUpdateAsync(
            set => set.SetProperty(process => process.LastSeenAt, now).SetProperty(process => process.PluginsJson, plugins).SetProperty(process => process.ClockAheadSeconds, ahead), cancellationToken) == 0)
        {
            _startedAt ??= now;
            database.ServerProcesses.Add(new()
            {
                Id = self.Id,
                EndpointServerId = server.Id,
                Machine = self.Machine,
                Number = self.Number,
                Version = self.Version,
                StartedAt = _startedAt.Value,
                LastSeenAt = now,
                ClockAheadSeconds = ahead,
                PluginsJson = plugins,
            });
            await database.SaveChangesAsync(cancellationToken);
            var forgotten = now - Remembered;
            await database.ServerProcesses.Where(process => process.LastSeenAt < forgotten).ExecuteDeleteAsync(cancellationToken);
        }
    }

    /// <summary>Tells the others that this process ends.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.ServerProcesses.Where(process => process.Id == self.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The other processes of this endpoint server that are there.</summary>
    public async Task<IReadOnlyList<ServerProcessView>> BesideAsync(CancellationToken cancellationToken) =>
        [.. (await ListAsync(options.EndpointServer, cancellationToken)).Where(process => process.IsPresent && !process.IsThisProcess)];

    /// <summary>Whether a host serves an endpoint server now.</summary>
    public async Task<bool> IsServedAsync(string server, CancellationToken cancellationToken) => (await ListAsync(server, cancellationToken)).Any(process => process.IsPresent);

    /// <summary>The process beside this one that has a newer version of a plugin than this one has, or has it at all; null: none.</summary>
    /// <param name="pluginId">The plugin.</param>
    /// <param name="beside">The others; see <see cref="BesideAsync"/>.</param>
    public ServerProcessView? BetterFor(string pluginId, IReadOnlyList<ServerProcessView> beside)
    {
        var here = VersionIn(Here(), pluginId);

        return beside.Where(process => VersionIn(process.Plugins, pluginId) is { } there && (here is null || there > here)).MaxBy(process => VersionIn(process.Plugins, pluginId));
    }

    private static NuGetVersion? VersionIn(IEnumerable<PresentPlugin> plugins, string id) =>
        plugins.FirstOrDefault(plugin => plugin.Id == id) is { } found && NuGetVersion.TryParse(found.Version, out var version) ? version : null;

    /// <summary>Of each plugin the version that new work takes here.</summary>
    private List<PresentPlugin> Here() => [.. catalog.List().Where(plugin => plugin.IsAvailable).GroupBy(plugin => plugin.Id).Select(versions => new PresentPlugin(versions.Key, versions.First().Version))];
}
