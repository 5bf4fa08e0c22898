using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Runs;
using Host.Sample.Runs.Guard;
using Host.Sample.Runs.Proof;
using Host.Sample.Runs.Trend;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Insights;

/// <summary>What a person looks at before deciding about a held run: its rows are in the store, for nobody else.</summary>
public sealed class HeldComparisons(IDbContextFactory<HostDatabase> databases, OldFigures figures, ChangeReader changes)
{
    /// <summary>Figures of the held run and of the one that readers see. They were counted when the runs ended; no row is read.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Conflict"/> when it is not held, with who decided what and when.</exception>
    public async Task<HeldComparison> GetAsync(long runId, CancellationToken cancellationToken)
    {
        var (source, held, publishedId) = await OpenAsync(runId, cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var published = await database.Runs.AsNoTracking().Include(run => run.Streams).SingleAsync(run => run.Id == publishedId, cancellationToken);
        var before = await Task.Run(() => figures.ReadAsync(source.Connector, published, cancellationToken), cancellationToken) ?? new RunFigures();
        var after = RunFigures.Of(held) ?? new RunFigures();
        var findings = GuardFinding.Of(held);
        var names = source.Schemas.ToDictionary(schema => schema.Description.Id, schema => schema.Description.Name, StringComparer.Ordinal);

        return new()
        {
            RunId = held.Id,
            PublishedRunId = published.Id,
            ConnectorId = source.Connector.Id,
            Connector = source.Connector.Name,
            Figures =
            [
                .. new[]
                {
                    new HeldFigure("Accounts", null, before.Accounts, after.Accounts, []),
                    new HeldFigure("Accounts that are not deactivated", null, before.ActiveAccounts, after.ActiveAccounts, OfKind(findings, GuardFindingKind.People)),
                    new HeldFigure("Seats that are charged for", null, before.SeatsBilled, after.SeatsBilled, OfKind(findings, GuardFindingKind.BilledSeats)),
                }.Where(figure => figure.Published is not null || figure.Held is not null),
                .. held.Streams.OrderBy(stream => stream.Ordinal).Select(stream => new HeldFigure(
                    names.GetValueOrDefault(stream.StreamId, stream.StreamId),
                    stream.StreamId,
                    published.Streams.Find(known => known.StreamId == stream.StreamId)?.RowCount,
                    stream.RowCount,
                    [.. findings.Where(finding => finding.StreamId == stream.StreamId)])),
            ],
            Streams =
            [
                .. held.Streams.OrderBy(stream => stream.Ordinal).Select(stream =>
                    new StreamChanges(stream.StreamId, names.GetValueOrDefault(stream.StreamId, stream.StreamId), stream.Added ?? 0, stream.Changed ?? 0, stream.Removed ?? 0)),
            ],
        };
    }

    /// <summary>Some of the rows of a stream that readers see and that the held run lacks. Works away from the caller's thread.</summary>
    /// <param name="runId">The held run.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading, also inside the store.</param>
    /// <exception cref="HostException">As <see cref="GetAsync"/>; <see cref="HostProblem.NotFound"/> when there is no such stream; <see cref="HostProblem.StoreUnavailable"/>.</exception>
    public async Task<VanishedRows> VanishedAsync(long runId, string stream, int skip, int take, CancellationToken cancellationToken)
    {
        var (source, _, publishedId) = await OpenAsync(runId, cancellationToken);
        var schema = InventoryReader.Schema(source, stream);
        var (total, rows) = await Task.Run(() => changes.WentAsync(source, schema, publishedId, skip, take, cancellationToken), cancellationToken);
        var account = schema.Description.Subject is StreamSubject.Accounts
            ? schema.Columns.Index().Where(column => column.Item.Name == schema.Description.Columns.FirstOrDefault(known => known.Meaning.Semantic is ColumnSemantic.AccountId)?.Name).Select(column => (int?)column.Index).FirstOrDefault()
            : null;

        // Whoever decided meanwhile has taken the rows back, or made them what readers see.
        await OpenAsync(runId, cancellationToken);

        return new(publishedId, total, [.. rows.Select(row => new VanishedRow(row.Key, row.Name, account is { } place ? row.Old!.Values[place] as string : null))]);
    }

    private static IReadOnlyList<GuardFinding> OfKind(IReadOnlyList<GuardFinding> findings, GuardFindingKind kind) => [.. findings.Where(finding => finding.Kind == kind)];

    private async Task<(InventorySource Source, Run Held, long PublishedRunId)> OpenAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var run = await database.Runs.AsNoTracking().Include(entity => entity.Streams).SingleOrDefaultAsync(entity => entity.Id == runId, cancellationToken)
            ?? throw new HostException(HostProblem.NotFound, $"There is no run {runId}.", "'runs list' shows those that there are.");
        var connector = await database.Connectors.AsNoTracking().SingleAsync(entity => entity.Id == run.ConnectorId, cancellationToken);

        return run.State is RunState.Held && connector.PublishedRunId is { } published
            ? (new(connector, run.Id, await InventoryTables.ListAsync(database, connector.PluginId, cancellationToken)), run, published)
            : throw RunDecisions.NotHeld(run);
    }
}
