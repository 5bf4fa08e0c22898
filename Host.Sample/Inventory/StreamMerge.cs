using Host.Sample.Database;

namespace Host.Sample.Inventory;

/// <summary>The end of a stream: turns staged rows into versions. Rows that are as before are not touched.</summary>
public static class StreamMerge
{
    private const int FirstColumn = 5;

    /// <summary>Merges and drops the staging table, inside the session's transaction.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="schema">The stream's table.</param>
    /// <param name="staging">The stream's rows of this run.</param>
    /// <param name="connectorId">Whose rows.</param>
    /// <param name="runId">The run.</param>
    /// <param name="absentAreGone">Whether rows that did not come are closed.</param>
    public static MergeResult Run(StoreSession session, InventorySchema schema, StagingTable staging, int connectorId, long runId, bool absentAreGone)
    {
        session.Execute($"CREATE INDEX {staging.KeyIndex} ON {staging.Name} (row_key, row_hash)");
        var repeated = DropRepeated(session, staging);
        var isFirst = !HasRows(session, schema, connectorId);
        var (changed, removed) = isFirst ? (0, 0) : Close(session, schema, staging, connectorId, runId, absentAreGone);
        var opened = Open(session, schema, staging, connectorId, runId, isFirst);
        staging.Drop(session);

        return new(opened - changed, changed, removed, repeated, RowSet.Read(session, schema, connectorId, runId));
    }

    private static bool HasRows(StoreSession session, InventorySchema schema, int connectorId)
    {
        using var any = session.Prepare($"SELECT EXISTS (SELECT 1 FROM {schema.Table} INDEXED BY {schema.KeyIndex} WHERE connector_id = ?1)");

        return any.Bind(1, connectorId).Number() > 0;
    }

    private static long DropRepeated(StoreSession session, StagingTable staging)
    {
        using var repeats = session.Prepare($"SELECT EXISTS (SELECT 1 FROM {staging.Name} INDEXED BY {staging.KeyIndex} GROUP BY row_key HAVING count(*) > 1)");

        return repeats.Number() == 0
            ? 0
            : session.Execute(
                $"DELETE FROM {staging.Name} WHERE rowid IN (SELECT earlier.rowid FROM {staging.Name} earlier JOIN {staging.Name} later "
                + "ON later.row_key = earlier.row_key AND later.rowid > earlier.rowid)");
    }

    private static (long Changed, long Removed) Close(
        StoreSession session, InventorySchema schema, StagingTable staging, int connectorId, long runId, bool absentAreGone)
    {
        var join = absentAreGone ? "LEFT JOIN" : "CROSS JOIN";
        using var close = session.Prepare(
            $"UPDATE {schema.Table} SET to_run = ?2 WHERE rowid IN (SELECT known.rowid FROM {schema.Table} known INDEXED BY {schema.KeyIndex} "
            + $"{join} {staging.Name} came INDEXED BY {staging.KeyIndex} ON came.row_key = known.row_key "
            + "WHERE known.connector_id = ?1 AND known.to_run IS NULL AND known.row_hash IS NOT came.row_hash)");
        var closed = close.Bind(1, connectorId).Bind(2, runId).Run();

        if (!absentAreGone)
        {
            return (closed, 0);
        }

        using var came = session.Prepare(
            $"SELECT count(*) FROM {schema.Table} known WHERE connector_id = ?1 AND to_run = ?2 "
            + $"AND EXISTS (SELECT 1 FROM {staging.Name} came INDEXED BY {staging.KeyIndex} WHERE came.row_key = known.row_key)");
        var changed = came.Bind(1, connectorId).Bind(2, runId).Number();

        return (changed, closed - changed);
    }

    private static long Open(StoreSession session, InventorySchema schema, StagingTable staging, int connectorId, long runId, bool isFirst)
    {
        var isNew = isFirst
            ? ""
            : $"WHERE NOT EXISTS (SELECT 1 FROM {schema.Table} known INDEXED BY {schema.KeyIndex} "
                + "WHERE known.connector_id = ?1 AND known.row_key = came.row_key AND known.to_run IS NULL)";
        using var rows = session.Prepare($"SELECT row_key, row_hash, fields FROM {staging.Name} came INDEXED BY {staging.KeyIndex} {isNew} ORDER BY row_key");

        if (!isFirst)
        {
            rows.Bind(1, connectorId);
        }

        var names = string.Concat(schema.StoredColumns.Select(column => $", {SqlName.Quote(column)}"));
        var values = string.Concat(Enumerable.Range(FirstColumn, schema.StoredColumns.Count).Select(position => $", ?{position}"));
        using var insert = session.Prepare($"INSERT INTO {schema.Table} (connector_id, row_key, row_hash, from_run{names}) VALUES (?1, ?2, ?3, ?4{values})");
        var opened = 0L;

        while (rows.Step())
        {
            insert.Clear();
            insert.Bind(1, connectorId).BindText(2, rows.Bytes(0)).BindBlob(3, rows.Bytes(1)).Bind(4, runId);
            BindFields(insert, rows.Bytes(2));
            insert.Run();
            opened++;
        }

        return opened;
    }

    private static void BindFields(SqlStatement insert, ReadOnlySpan<byte> fields)
    {
        while (!fields.IsEmpty)
        {
            fields = fields[Varint.Read(fields, out var column)..];
            fields = fields[Varint.Read(fields, out var value)..];
            var position = FirstColumn + (int)(column >> 1);

            if ((column & 1) == 1)
            {
                insert.Bind(position, Varint.Unfold(value));
            }
            else
            {
                insert.BindText(position, fields[..(int)value]);
                fields = fields[(int)value..];
            }
        }
    }
}
