using Host.Sample.Database;

namespace Host.Sample.Inventory.Postgres;

/// <summary>The end of a stream, a few statements over all rows at once; the row set is hashed from the index by key.</summary>
internal sealed class PostgresMerge(StoreSession session, InventorySchema schema, PostgresStaging staging, int connectorId, long runId, AbsentRows absent)
{
    // From a tenth of the rows on what the server knows of them has changed.
    private const int WorthALook = 10;

    // What this merge itself opens must not meet it again: hence from_run.
    private readonly string _known = $"known.connector_id = {SqlName.Number(connectorId)} AND known.to_run IS NULL AND known.from_run < {SqlName.Number(runId)}";

    public MergeResult Run()
    {
        // Without it the server takes a table that has just been filled for an empty one; and whatever it takes it for, every row of both sides is looked at, so one by one is never the way.
        session.Execute($"ANALYZE {staging.Name}");
        session.Execute("SET LOCAL enable_nestloop = off");

        // Of rows with the same key the last one holds.
        var repeated = session.Execute(
            $"DELETE FROM {staging.Name} came USING (SELECT row_key, max(ctid) AS last FROM {staging.Name} GROUP BY row_key HAVING count(*) > 1) twice WHERE came.row_key = twice.row_key AND came.ctid <> twice.last");
        var isFirst = !Any();
        var changed = isFirst ? 0 : session.Execute($"UPDATE {schema.Table} known SET to_run = {SqlName.Number(runId)} FROM {staging.Name} came WHERE {_known} AND known.row_key = came.row_key AND known.row_hash <> came.row_hash");
        var removed = isFirst || absent is AbsentRows.Stay ? 0 : Close();
        var opened = Open(isFirst);

        var rows = RowSet.Read(session, schema, connectorId, runId);
        session.Execute("SET LOCAL enable_nestloop = on");

        if ((opened + removed) * WorthALook > rows.Count)
        {
            // Whoever reads next is to find what is known of the rows as they are now.
            session.Execute($"ANALYZE {schema.Table}");
        }

        return new(opened - changed, changed, removed, repeated, rows);
    }

    private bool Any()
    {
        using var any = session.Prepare($"SELECT 1 FROM {schema.Table} known WHERE {_known} LIMIT 1");

        return any.Number() == 1;
    }

    private int Close() => session.Execute(
        $"UPDATE {schema.Table} known SET to_run = {SqlName.Number(runId)} WHERE {_known} AND NOT EXISTS (SELECT 1 FROM {staging.Name} came WHERE came.row_key = known.row_key)"
        + (absent is AbsentRows.AreGoneFromCoveredParts ? $" AND {Part()} IN (SELECT part FROM {staging.Covered})" : ""));

    private int Open(bool isFirst)
    {
        var columns = string.Concat(schema.StoredColumns.Select(column => $", {SqlName.Quote(column)}"));

        return session.Execute(
            $"INSERT INTO {schema.Table} (connector_id, from_run, row_key, row_hash{columns}) SELECT {SqlName.Number(connectorId)}, {SqlName.Number(runId)}, row_key, row_hash{columns} FROM {staging.Name} came"
            + (isFirst ? "" : $" WHERE NOT EXISTS (SELECT 1 FROM {schema.Table} known WHERE {_known} AND known.row_key = came.row_key)")
            + " ORDER BY row_key");
    }

    /// <summary>The part that a key belongs to, as it is written there: separators within a part are escaped.</summary>
    private string Part()
    {
        const string Element = @"((?:[^|\\]|\\.)*)";
        var place = schema.Columns.Where(column => column.IsKey).TakeWhile(column => column.Name != schema.Description.PartColumn).Count();

        return $@"(regexp_match(known.row_key, '^(?:(?:[^|\\]|\\.)*\|){{{SqlName.Number(place)}}}{Element}'))[1]";
    }
}
