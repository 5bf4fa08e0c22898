using Host.Sample.Access;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs;

/// <summary>What a run would cost, before it is asked for.</summary>
public sealed class RunEstimates(IDbContextFactory<HostDatabase> databases, IConnectorOpener opener, CurrentActor current, TimeProvider clock, ILogger<RunEstimates> logger)
{
    /// <summary>The calls that the connector's next run is expected to make. Asks the plugin, not the service.</summary>
    /// <param name="connector">The connector's name or number.</param>
    /// <param name="isFull">Whether everything is to be asked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.FeatureDisabled"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public async Task<RunBudget> OfAsync(string connector, bool isFull, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Operator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        NoRun nothing = new();
        await using var open = await opener.OpenAsync(owner, nothing, nothing, logger, cancellationToken);
        var history = StreamPlan.Make(open.Description, owner).Streams.Select(stream => History(database, owner, stream, isFull)).ToList();

        try
        {
            return new(await AskAsync(open, history, clock, cancellationToken));
        }
        catch (PluginFailedException failure)
        {
            throw new HostException(HostProblem.PluginUnavailable, $"The plugin '{open.Manifest.Id}' {open.Manifest.Version} failed. {failure.Message}", failure.Fix);
        }
    }

    /// <summary>What is known of a stream for an estimate.</summary>
    internal static StreamHistory History(HostDatabase database, Connector connector, StreamDescription stream, bool isFull)
    {
        var last = StreamMarks.Usable(database, connector.Id, stream.Id)
            .Where(known => known.State == StreamState.Complete || known.State == StreamState.Partial)
            .Select(known => new { known.Received, known.Calls })
            .FirstOrDefault();
        var rows = connector.PublishedRunId is { } published
            ? database.StreamRuns.Where(known => known.RunId == published && known.StreamId == stream.Id).Select(known => known.RowCount).FirstOrDefault()
            : null;

        return new(stream.Id, rows ?? 0, last?.Received, last?.Calls, !isFull && StreamMarks.Last(database, connector.Id, stream.Id) is not null);
    }

    /// <exception cref="PluginFailedException">The plugin broke or hung.</exception>
    internal static async Task<IReadOnlyList<CallEstimate>> AskAsync(OpenConnector open, List<StreamHistory> history, TimeProvider clock, CancellationToken cancellationToken) =>
        await PluginDeadline.RunAsync("say what a run will cost", () => DescriptionCopy.Copy(open.Connector.Estimate(open.Context.Settings, history)), clock, cancellationToken);
}
