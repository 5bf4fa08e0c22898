using Host.Sample.Database;

namespace Host.Sample.Inventory;

/// <summary>The rows of a stream as of a run, as a number and a hash: two stores with the same hash hold the same rows.</summary>
/// <param name="Count">How many rows.</param>
/// <param name="Hash">SHA-256, lower-case hex, over length of key (4 bytes, little end first), key and row hash of every row, in the order of the keys' bytes.</param>
public sealed record RowSet(long Count, string Hash)
{
    /// <summary>Reads the row set as of a run; from the index alone.</summary>
    public static RowSet Read(StoreSession session, InventorySchema schema, int connectorId, long runId)
    {
        using var rows = session.Prepare(
            $"SELECT row_key, row_hash FROM {schema.Table}{schema.ByKey} "
            + "WHERE connector_id = ?1 AND from_run <= ?2 AND (to_run IS NULL OR to_run > ?2) ORDER BY row_key");
        rows.Bind(1, connectorId).Bind(2, runId);
        using var set = new RowSetHasher();

        while (rows.Step())
        {
            set.Add(rows.Bytes(0), rows.Bytes(1));
        }

        return set.End();
    }
}
