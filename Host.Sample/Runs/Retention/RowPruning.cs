using Host.Sample.Database;
using Host.Sample.Inventory;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs.Retention;

/// <summary>Deletes the versions of rows that no kept run sees; in steps where only one can write at a time, so that whoever else writes never waits long. Stopped at any point, the next pruning goes on.</summary>
public sealed class RowPruning(StoreWriter writer)
{
    /// <summary>Versions a transaction.</summary>
    private const int Step = 2000;

    private const string Unseen = "connector_id = ?1 AND to_run > ?2 AND to_run <= ?3 AND from_run > ?2";

    /// <summary>Whether old versions of a stream are kept whatever the rule says: the service forgets signs of use and what it charged for, the evidence of them must not be lost.</summary>
    public static bool IsEvidence(InventorySchema schema) =>
        schema.Description.Columns.Any(column => column.Meaning.Semantic is ColumnSemantic.ActivityAt or ColumnSemantic.SeatBilled);

    /// <summary>How many versions would go.</summary>
    public static long Count(StoreSession read, InventorySchema schema, int connectorId, KeptRuns runs)
    {
        using var count = read.Prepare($"SELECT count(*) FROM {schema.Table} WHERE {Unseen}");
        var total = 0L;

        foreach (var (after, upTo) in runs.Gaps())
        {
            total += count.Bind(1, connectorId).Bind(2, after).Bind(3, upTo).Number();
        }

        return total;
    }

    /// <returns>How many versions went.</returns>
    public async Task<long> DeleteAsync(InventorySchema schema, int connectorId, KeptRuns runs, CancellationToken cancellationToken)
    {
        var total = 0L;

        foreach (var (after, upTo) in runs.Gaps())
        {
            if (!schema.Dialect.HasOneWriter)
            {
                total += await writer.WriteAsync(connectorId, write => Delete(write, schema, connectorId, (after, upTo)), cancellationToken);

                continue;
            }

            var place = (Ended: after, Row: long.MaxValue);

            for (var deleted = Step; deleted == Step; total += deleted)
            {
                (deleted, place) = await writer.WriteAsync(connectorId, write => Delete(write, schema, connectorId, (after, upTo), place), cancellationToken);
            }
        }

        return total;
    }

    private static int Delete(StoreSession write, InventorySchema schema, int connectorId, (long After, long UpTo) gap)
    {
        using var delete = write.Prepare($"DELETE FROM {schema.Table} WHERE {Unseen}");

        return delete.Bind(1, connectorId).Bind(2, gap.After).Bind(3, gap.UpTo).Run();
    }

    private static (int Deleted, (long Ended, long Row) Place) Delete(StoreSession write, InventorySchema schema, int connectorId, (long After, long UpTo) gap, (long Ended, long Row) place)
    {
        List<(long Ended, long Row)> found = new(Step);

        // On from where the last step ended: what other kept runs see of the same gap is looked at once and not with every step.
        using (var unseen = write.Prepare($"SELECT to_run, rowid FROM {schema.Table} WHERE {Unseen} AND (to_run, rowid) > (?4, ?5) ORDER BY to_run, rowid LIMIT {Step}"))
        {
            unseen.Bind(1, connectorId).Bind(2, gap.After).Bind(3, gap.UpTo).Bind(4, place.Ended).Bind(5, place.Row);

            while (unseen.Step())
            {
                found.Add((unseen.Int64(0), unseen.Int64(1)));
            }
        }

        using var delete = write.Prepare($"DELETE FROM {schema.Table} WHERE rowid = ?1");

        foreach (var (_, row) in found)
        {
            delete.Bind(1, row).Run();
        }

        return (found.Count, found.Count == 0 ? place : found[^1]);
    }
}
