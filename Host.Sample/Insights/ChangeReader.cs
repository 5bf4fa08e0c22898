using System.Runtime.CompilerServices;
using Host.Sample.Inventory;
using Microsoft.Data.Sqlite;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Insights;

/// <summary>Compares two runs by the versions that began or ended between them.</summary>
public sealed class ChangeReader(InventoryReader inventory)
{
    private const string NewIsBetween = "new.connector_id = $connector AND new.from_run > $from AND new.from_run <= $to AND (new.to_run IS NULL OR new.to_run > $to)";
    private const string OldIsBetween = "old.connector_id = $connector AND old.to_run > $from AND old.to_run <= $to AND old.from_run <= $from";
    private const string OldOfNew = "old.connector_id = $connector AND old.row_key = new.row_key AND old.from_run <= $from AND (old.to_run IS NULL OR old.to_run > $from)";
    private const string NewOfOld = "new.connector_id = $connector AND new.row_key = old.row_key AND new.from_run <= $to AND (new.to_run IS NULL OR new.to_run > $to)";

    /// <summary>Counts from the indices alone.</summary>
    public async Task<StreamChanges> CountAsync(int connectorId, InventorySchema schema, long fromRun, long toRun, CancellationToken cancellationToken)
    {
        var (table, index) = (schema.Table, schema.KeyIndex);
        var sql = "SELECT count(*) FILTER (WHERE old.row_hash IS NULL), count(*) FILTER (WHERE old.row_hash <> new.row_hash), "
            + $"(SELECT count(*) FROM {table} old WHERE {OldIsBetween} AND NOT EXISTS (SELECT 1 FROM {table} new INDEXED BY {index} WHERE {NewOfOld})) "
            + $"FROM {table} new INDEXED BY {index} LEFT JOIN {table} old INDEXED BY {index} ON {OldOfNew} WHERE {NewIsBetween}";

        await foreach (var counts in inventory.ReadAsync(
            sql,
            Values(connectorId, fromRun, toRun),
            reader => new StreamChanges(schema.Description.Id, schema.Description.Name, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)),
            cancellationToken))
        {
            return counts;
        }

        throw new InvalidOperationException("Counting gives one row.");
    }

    /// <summary>The rows: those that came or changed in the order of their keys, then those that went.</summary>
    public async IAsyncEnumerable<RowChange> RowsAsync(
        int connectorId, InventorySchema schema, long fromRun, long toRun, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (table, index) = (schema.Table, schema.KeyIndex);
        var came = $"SELECT {InventorySql.Columns(schema, "new.")}, {InventorySql.Columns(schema, "old.")} FROM {table} new INDEXED BY {index} "
            + $"LEFT JOIN {table} old INDEXED BY {index} ON {OldOfNew} WHERE {NewIsBetween} AND (old.row_hash IS NULL OR old.row_hash <> new.row_hash) ORDER BY new.row_key";

        await foreach (var change in inventory.ReadAsync(came, Values(connectorId, fromRun, toRun), reader => Came(reader, schema), cancellationToken))
        {
            yield return change;
        }

        var went = $"SELECT {InventorySql.Columns(schema, "old.")} FROM {table} old "
            + $"WHERE {OldIsBetween} AND NOT EXISTS (SELECT 1 FROM {table} new INDEXED BY {index} WHERE {NewOfOld}) ORDER BY old.row_key";

        await foreach (var change in inventory.ReadAsync(went, Values(connectorId, fromRun, toRun), reader => Went(reader, schema), cancellationToken))
        {
            yield return change;
        }
    }

    private static IReadOnlyList<(string Name, object? Value)> Values(int connectorId, long fromRun, long toRun) =>
        [("$connector", connectorId), ("$from", fromRun), ("$to", toRun)];

    private static RowChange Came(SqliteDataReader reader, InventorySchema schema)
    {
        var row = InventoryReader.Row(reader, schema, first: 0);
        var second = InventorySql.LeadingColumns + schema.Columns.Count;

        if (reader.IsDBNull(second))
        {
            return new(RowChangeKind.Added, row.Key, Name(row, schema), null, row, []);
        }

        var old = InventoryReader.Row(reader, schema, second);

        return new(RowChangeKind.Changed, row.Key, Name(row, schema), old, row, RowHistory.Differences(old, row, schema));
    }

    private static RowChange Went(SqliteDataReader reader, InventorySchema schema)
    {
        var row = InventoryReader.Row(reader, schema, first: 0);

        return new(RowChangeKind.Removed, row.Key, Name(row, schema), row, null, []);
    }

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
