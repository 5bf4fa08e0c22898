using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Runs;

/// <summary>Runs of this endpoint server that were noted down or begun and that nobody is at work on.</summary>
public sealed class LeftRuns(IDbContextFactory<HostDatabase> databases, StoreWriter writer, ServerProcesses processes, HostOptions options, TimeProvider clock)
{
    /// <summary>How long whoever notes a run down has to begin it, before somebody else takes it up.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Those that this process is to take up.</summary>
    /// <param name="grace">Those that were noted down later than so long ago are left out.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    public async Task<IReadOnlyList<long>> FindAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        var latest = clock.GetUtcNow() - grace;
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var open = await (
            from run in database.Runs
            join connector in database.Connectors on run.ConnectorId equals connector.Id
            join server in database.EndpointServers on connector.EndpointServerId equals server.Id
            where server.Name == options.EndpointServer && ((run.State == RunState.Queued && run.QueuedAt <= latest) || run.State == RunState.Running)
            orderby run.Id
            select new { run.Id, run.ConnectorId, connector.PluginId }).ToListAsync(cancellationToken);

        if (open.Count == 0)
        {
            return [];
        }

        var beside = await processes.BesideAsync(cancellationToken);
        List<long> left = [];

        foreach (var run in open.Where(run => processes.BetterFor(run.PluginId, beside) is null))
        {
            await using var lease = await writer.TryLeaseAsync(run.ConnectorId, cancellationToken);

            if (lease is not null)
            {
                left.Add(run.Id);
            }
        }

        return left;
    }

    /// <summary>Why a run is not for this process, in words; null: it is.</summary>
    public async Task<string?> WhyNotHereAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = await (
            from run in database.Runs
            join connector in database.Connectors on run.ConnectorId equals connector.Id
            join server in database.EndpointServers on connector.EndpointServerId equals server.Id
            where run.Id == runId
            select new { server.Name, connector.PluginId }).SingleOrDefaultAsync(cancellationToken);

        if (owner is null)
        {
            return null;
        }

        if (!string.Equals(owner.Name, options.EndpointServer, StringComparison.OrdinalIgnoreCase))
        {
            return $"its connector belongs to the endpoint server '{owner.Name}'";
        }

        return processes.BetterFor(owner.PluginId, await processes.BesideAsync(cancellationToken)) is { } other
            ? $"process {other.Number} on {other.Machine} has a newer version of the plugin {owner.PluginId}"
            : null;
    }
}
