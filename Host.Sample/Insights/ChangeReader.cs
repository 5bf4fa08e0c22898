using System.Data.Common;
using System.Runtime.CompilerServices;
using Host.Sample.Inventory;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Insights;

/// <summary>Compares two runs by the versions that began or ended between them: what it costs follows from how much has changed, not from how much there is.</summary>
public sealed class ChangeReader(InventoryReader inventory)
{
    private const string NewIsBetween = "new.connector_id = @connector AND new.from_run > @from AND new.from_run <= @to AND (new.to_run IS NULL OR new.to_run > @to)";
    private const string OldIsBetween = "old.connector_id = @connector AND old.to_run > @from AND old.to_run <= @to AND old.from_run <= @from";
    private const string OldOfNew = "old.connector_id = @connector AND old.row_key = new.row_key AND old.from_run <= @from AND (old.to_run IS NULL OR old.to_run > @from)";
    private const string NewOfOld = "new.connector_id = @connector AND new.row_key = old.row_key AND new.from_run <= @to AND (new.to_run IS NULL OR new.to_run > @to)";

    /// <summary>Counts of a stream.</summary>
    public async Task<StreamChanges> CountAsync(int connectorId, InventorySchema schema, long fromRun, long toRun, CancellationToken cancellationToken)
    {
        await foreach (var counts in inventory.ReadAsync(
            CountSql(schema, fromRun),
            Values(connectorId, fromRun, toRun),
            reader => new StreamChanges(schema.Description.Id, schema.Description.Name, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)),
            cancellationToken))
        {
            return counts;
        }

        throw new InvalidOperationException("Counting gives one row.");
    }

    /// <summary>The rows: those that came or changed, in the order of the runs that brought them, then those that went, in the order of the runs that ended them. From before the first run, in the order of their keys.</summary>
    /// <param name="source">The inventory as of the later run.</param>
    /// <param name="schema">The stream's table.</param>
    /// <param name="fromRun">The earlier run; 0: before the first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<RowChange> RowsAsync(InventorySource source, InventorySchema schema, long fromRun, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<(string Name, object? Value)> values = [.. Values(source.Connector.Id, fromRun, source.RunId), (AccountName.TenantParameter, source.Connector.TenantId)];

        await foreach (var change in inventory.ReadAsync(CameSql(source, schema, fromRun), values, reader => Came(reader, schema), cancellationToken))
        {
            yield return change;
        }

        await foreach (var change in inventory.ReadAsync(WentSql(source, schema), values, reader => Went(reader, schema), cancellationToken))
        {
            yield return change;
        }
    }

    /// <summary>Some of the rows that went, in the order of the runs that ended them, and how many went in all.</summary>
    /// <param name="source">The inventory as of the later run.</param>
    /// <param name="schema">The stream's table.</param>
    /// <param name="fromRun">The earlier run.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<(long Total, IReadOnlyList<RowChange> Rows)> WentAsync(InventorySource source, InventorySchema schema, long fromRun, int skip, int take, CancellationToken cancellationToken)
    {
        IReadOnlyList<(string Name, object? Value)> values =
            [.. Values(source.Connector.Id, fromRun, source.RunId), (AccountName.TenantParameter, source.Connector.TenantId), ("@skip", skip), ("@take", take)];
        var total = await inventory.ReadAsync(WentCountSql(schema), Values(source.Connector.Id, fromRun, source.RunId), reader => reader.GetInt64(0), cancellationToken).FirstAsync(cancellationToken);

        return (total, await inventory.ReadAsync(WentPageSql(source, schema), values, reader => Went(reader, schema), cancellationToken).ToListAsync(cancellationToken));
    }

    /// <summary>The queries by which a stream is compared, for a look at how the store goes about them.</summary>
    public static IReadOnlyList<string> Queries(InventorySource source, InventorySchema schema, long fromRun) =>
        [CountSql(schema, fromRun), CameSql(source, schema, fromRun), WentSql(source, schema), WentCountSql(schema), WentPageSql(source, schema)];

    private static string CountSql(InventorySchema schema, long fromRun) =>
        "SELECT count(*) FILTER (WHERE old.row_hash IS NULL), count(*) FILTER (WHERE old.row_hash <> new.row_hash), "
        + $"(SELECT count(*) FROM {schema.Table} old WHERE {OldIsBetween} AND NOT EXISTS (SELECT 1 FROM {schema.Table} new{schema.ByKey} WHERE {NewOfOld})) "
        + $"FROM {schema.Table} new{Hint(schema, fromRun)} LEFT JOIN {schema.Table} old{schema.ByKey} ON {OldOfNew} WHERE {NewIsBetween}";

    private static string CameSql(InventorySource source, InventorySchema schema, long fromRun)
    {
        var (name, join) = AccountName.Of(source, schema, "new");
        var first = $"SELECT min(step.from_run) FROM {schema.Table} step{schema.ByKey} "
            + "WHERE step.connector_id = @connector AND step.row_key = new.row_key AND step.from_run > @from AND step.from_run <= @to";

        return $"SELECT {InventorySql.Columns(schema, "new.")}, {InventorySql.Columns(schema, "old.")}, coalesce(old.to_run, ({first})), {name} "
            + $"FROM {schema.Table} new{Hint(schema, fromRun)} LEFT JOIN {schema.Table} old{schema.ByKey} ON {OldOfNew}{join} "
            + $"WHERE {NewIsBetween} AND (old.row_hash IS NULL OR old.row_hash <> new.row_hash) ORDER BY {(fromRun == 0 ? "new.row_key" : $"new.from_run, {schema.Dialect.InOrderOfComing("new")}")}";
    }

    private static string WentCountSql(InventorySchema schema) =>
        $"SELECT count(*) FROM {schema.Table} old WHERE {WentWhere(schema)}";

    private static string WentPageSql(InventorySource source, InventorySchema schema) => $"{WentSql(source, schema)} LIMIT @take OFFSET @skip";

    private static string WentWhere(InventorySchema schema) => $"{OldIsBetween} AND NOT EXISTS (SELECT 1 FROM {schema.Table} new{schema.ByKey} WHERE {NewOfOld})";

    private static string WentSql(InventorySource source, InventorySchema schema)
    {
        var (name, join) = AccountName.Of(source, schema, "old");
        var last = $"SELECT max(step.to_run) FROM {schema.Table} step{schema.ByKey} "
            + "WHERE step.connector_id = @connector AND step.row_key = old.row_key AND step.from_run <= @to AND step.to_run <= @to";

        return $"SELECT {InventorySql.Columns(schema, "old.")}, ({last}), {name} FROM {schema.Table} old{join} "
            + $"WHERE {WentWhere(schema)} ORDER BY old.to_run, {schema.Dialect.InOrderOfComing("old")}";
    }

    // From before the first run every row is one that came, and the index by key has them in order. Otherwise the index by beginning is taken, which a table of an
    // earlier version of the host gets with its next run: hence no hint.
    private static string Hint(InventorySchema schema, long fromRun) => fromRun == 0 ? $"{schema.ByKey}" : "";

    private static IReadOnlyList<(string Name, object? Value)> Values(int connectorId, long fromRun, long toRun) =>
        [("@connector", connectorId), ("@from", fromRun), ("@to", toRun)];

    private static RowChange Came(DbDataReader reader, InventorySchema schema)
    {
        var width = InventorySql.LeadingColumns + schema.Columns.Count;
        var row = InventoryReader.Row(reader, schema, first: 0);
        var name = Name(row, schema) ?? Text(reader, (2 * width) + 1);
        var runs = (reader.GetInt64(2 * width), row.FromRun);

        if (reader.IsDBNull(width))
        {
            return new(RowChangeKind.Added, row.Key, name, null, row, []) { Runs = runs };
        }

        var old = InventoryReader.Row(reader, schema, width);

        return new(RowChangeKind.Changed, row.Key, name, old, row, RowHistory.Differences(old, row, schema)) { Runs = runs };
    }

    private static RowChange Went(DbDataReader reader, InventorySchema schema)
    {
        var width = InventorySql.LeadingColumns + schema.Columns.Count;
        var row = InventoryReader.Row(reader, schema, first: 0);

        return new(RowChangeKind.Removed, row.Key, Name(row, schema) ?? Text(reader, width + 1), row, null, []) { Runs = (row.ToRun!.Value, reader.GetInt64(width)) };
    }

    private static string? Text(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : StoredValue.Text(reader, ordinal);

    private static string? Name(InventoryRow row, InventorySchema schema)
    {
        var columns = schema.Description.Columns;

        for (var position = 0; position < columns.Count; position++)
        {
            if (columns[position].Meaning.Semantic is ColumnSemantic.DisplayName or ColumnSemantic.TenantName)
            {
                return row.Values[position] as string;
            }
        }

        return null;
    }
}
