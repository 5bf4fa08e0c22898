using Host.Sample.Database;

namespace Host.Sample.Inventory.Postgres;

/// <summary>The end of a stream: the server puts the staged rows and the known ones side by side, and only what differs is touched; the row set is hashed from the index by key.</summary>
internal sealed class PostgresMerge(StoreSession session, InventorySchema schema, PostgresStaging staging, int connectorId, long runId, AbsentRows absent)
{
    // From a tenth of the rows on what the server knows of them has changed.
    private const int WorthALook = 10;

    // Rows that are sorted or put side by side in less room are written to files in between.
    private const string WorkingMemory = "64MB";

    private readonly string _columns = string.Concat(schema.StoredColumns.Select(column => $", {SqlName.Quote(column)}"));
    private readonly string _differs = session.Dialect.Temporary("differs");

    // What this merge itself opens must not meet it again: hence from_run.
    private readonly string _known = $"known.connector_id = {SqlName.Number(connectorId)} AND known.to_run IS NULL AND known.from_run < {SqlName.Number(runId)}";

    private string Insert => $"INSERT INTO {schema.Table} (connector_id, from_run, row_key, row_hash{_columns})";

    private string Values => $"{SqlName.Number(connectorId)}, {SqlName.Number(runId)}, row_key, row_hash{_columns}";

    public MergeResult Run()
    {
        // Whatever the server takes the staged rows for, every row of both sides is looked at, so one by one is never the way.
        session.Execute("SET LOCAL enable_nestloop = off");
        session.Execute($"SET LOCAL work_mem = '{WorkingMemory}'");

        var (opened, changed, removed, repeated) = Any() ? Compare() : First();

        var rows = RowSet.Read(session, schema, connectorId, runId);
        session.Execute("SET LOCAL enable_nestloop = on");
        session.Execute("SET LOCAL work_mem TO DEFAULT");

        if ((opened + removed) * WorthALook > rows.Count)
        {
            // Whoever reads next is to find what is known of the rows as they are now: of what they are found by, as the server looks at the rest by itself.
            session.Execute($"ANALYZE {schema.Table} (connector_id, row_key, from_run, to_run)");
        }

        return new(opened - changed, changed, removed, repeated, rows);
    }

    private bool Any()
    {
        using var any = session.Prepare($"SELECT 1 FROM {schema.Table} known WHERE {_known} LIMIT 1");

        return any.Number() == 1;
    }

    // Of rows with the same key the last one holds: here as they are sorted anyway.
    private (int Opened, int Changed, int Removed, long Repeated) First()
    {
        var opened = session.Execute($"{Insert} SELECT DISTINCT ON (row_key) {Values} FROM {staging.Name} ORDER BY row_key, ctid DESC");
        using var staged = session.Prepare($"SELECT count(*) FROM {staging.Name}");

        return (opened, 0, 0, staged.Number() - opened);
    }

    private (int Opened, int Changed, int Removed, long Repeated) Compare()
    {
        var repeated = session.Execute(
            $"DELETE FROM {staging.Name} came USING (SELECT row_key, max(ctid) AS last FROM {staging.Name} GROUP BY row_key HAVING count(*) > 1) twice WHERE came.row_key = twice.row_key AND came.ctid <> twice.last");
        var gone = absent switch
        {
            AbsentRows.AreGone => "true",
            AbsentRows.AreGoneFromCoveredParts => $"{Part()} IN (SELECT part FROM {staging.Covered})",
            _ => "false",
        };
        session.Execute($"DROP TABLE IF EXISTS {_differs}");
        session.Execute(
            $"""
            CREATE TEMPORARY TABLE differs ON COMMIT DROP AS
            SELECT came.ctid AS came, known.place AS known
            FROM {staging.Name} came FULL JOIN (SELECT row_key, row_hash, ctid AS place FROM {schema.Table} known WHERE {_known}) known ON known.row_key = came.row_key
            WHERE came.row_hash IS DISTINCT FROM known.row_hash AND (came.row_key IS NOT NULL OR {gone})
            """);
        var changed = Close("IS NOT NULL");
        var removed = Close("IS NULL");

        return (session.Execute($"{Insert} SELECT {Values} FROM {staging.Name} staged JOIN {_differs} differs ON differs.came = staged.ctid ORDER BY row_key"), changed, removed, repeated);
    }

    private int Close(string came) => session.Execute(
        $"UPDATE {schema.Table} known SET to_run = {SqlName.Number(runId)} FROM {_differs} differs WHERE differs.came {came} AND known.ctid = differs.known");

    /// <summary>The part that a key belongs to, as it is written there: separators within a part are escaped.</summary>
    private string Part()
    {
        const string Element = @"((?:[^|\\]|\\.)*)";
        var place = schema.Columns.Where(column => column.IsKey).TakeWhile(column => column.Name != schema.Description.PartColumn).Count();

        return $@"(regexp_match(known.row_key, '^(?:(?:[^|\\]|\\.)*\|){{{SqlName.Number(place)}}}{Element}'))[1]";
    }
}
