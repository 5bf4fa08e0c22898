using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Insights;

/// <summary>Finds the two runs that somebody wants to compare.</summary>
public sealed class Comparisons(IDbContextFactory<HostDatabase> databases, InventoryReader inventory)
{
    /// <param name="connector">Name or id.</param>
    /// <param name="from">The earlier run, or the one that was published at a moment; run 0: before the first; default: the last kept one before <paramref name="to"/>.</param>
    /// <param name="to">The later run or moment; default: the published run.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="HostException">As <see cref="InventoryReader.OpenAsync"/>; <see cref="HostProblem.Usage"/> when the runs are in the wrong order; <see cref="HostProblem.NotFound"/> when there is no earlier one.</exception>
    public async Task<Comparison> OpenAsync(string connector, AsOf from, AsOf to, CancellationToken cancellationToken)
    {
        var source = await inventory.OpenAsync(connector, to, cancellationToken);
        var earlier = from switch
        {
            { RunId: 0 } => 0,
            { RunId: null, Moment: null } => await BeforeAsync(source, cancellationToken),
            _ => await GivenAsync(connector, from, cancellationToken),
        };

        return earlier < source.RunId
            ? new(source, earlier)
            : throw new HostException(HostProblem.Usage, $"Run {earlier} is not before run {source.RunId}.", "Name the earlier run or moment first.");
    }

    private async Task<long> GivenAsync(string connector, AsOf from, CancellationToken cancellationToken) => (await inventory.OpenAsync(connector, from, cancellationToken)).RunId;

    private async Task<long> BeforeAsync(InventorySource source, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var before = await database.Runs
            .Where(run => run.ConnectorId == source.Connector.Id && run.State == RunState.Published && run.PrunedAt == null && run.Id < source.RunId)
            .MaxAsync(run => (long?)run.Id, cancellationToken);

        return before ?? throw new HostException(
            HostProblem.NotFound, $"There is no run before {source.RunId} to compare with, or none whose rows are kept.", "Run the connector once more, or compare with 0, which is before the first run.");
    }
}
