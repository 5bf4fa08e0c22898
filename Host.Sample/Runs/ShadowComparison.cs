using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.Data.Sqlite;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs;

/// <summary>Compares the rows of two stores, by key and by the values of the columns that both have. All work is the database's; nothing is gathered here.</summary>
internal sealed class ShadowComparison(SqliteConnection connection, Run serving, Run tried)
{
    private const string Other = "tried";

    /// <summary>Opens both stores at once.</summary>
    public static async Task<SqliteConnection> OpenAsync(string servingFile, string triedFile, CancellationToken cancellationToken)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = servingFile, Pooling = false }.ToString());

        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var attach = connection.CreateCommand();
            attach.CommandText = $"ATTACH DATABASE @file AS {Other}";
            attach.Parameters.AddWithValue("@file", triedFile);
            await attach.ExecuteNonQueryAsync(cancellationToken);

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();

            throw;
        }
    }

    /// <param name="streamId">The stream.</param>
    /// <param name="left">Its table in the serving version's store; null: it has none.</param>
    /// <param name="right">Its table in the tried version's store; null: it has none.</param>
    /// <param name="cancellationToken">Ends the comparing.</param>
    public async Task<ShadowStream> CompareAsync(string streamId, InventorySchema? left, InventorySchema? right, CancellationToken cancellationToken)
    {
        var (before, after) = (serving.Streams.Find(stream => stream.StreamId == streamId), tried.Streams.Find(stream => stream.StreamId == streamId));
        ShadowStream told = new()
        {
            StreamId = streamId,
            ServingState = before?.State,
            TriedState = after?.State,
            ServingRows = before?.RowCount ?? 0,
            TriedRows = after?.RowCount ?? 0,
            ServingHash = before?.RowSetHash,
            TriedHash = after?.RowSetHash,
            ColumnsAdded = right is null || left is null ? [] : [.. Names(right).Except(Names(left))],
            ColumnsGone = right is null || left is null ? [] : [.. Names(left).Except(Names(right))],
        };

        if (left is null || right is null)
        {
            return told;
        }

        var (one, two) = ($"main.{left.Table}", $"{Other}.{right.Table}");
        List<string> both = [.. Names(left).Intersect(Names(right))];
        var differs = string.Join(" OR ", both.Select(column => Differs(left, right, column)));
        var joined = $"FROM {one} AS l JOIN {two} AS r ON r.connector_id = l.connector_id AND r.row_key = l.row_key";
        var missing = $"FROM {one} AS l WHERE NOT EXISTS (SELECT 1 FROM {two} AS r WHERE r.connector_id = l.connector_id AND r.row_key = l.row_key)";
        var additional = $"FROM {two} AS r WHERE NOT EXISTS (SELECT 1 FROM {one} AS l WHERE l.connector_id = r.connector_id AND l.row_key = r.row_key)";
        var counts = await NumbersAsync($"SELECT {string.Join(", ", both.Select(column => $"coalesce(sum({Differs(left, right, column)}), 0)").Prepend($"coalesce(sum({differs}), 0)"))} {joined}", cancellationToken);

        return told with
        {
            Missing = (await NumbersAsync($"SELECT count(*) {missing}", cancellationToken))[0],
            Additional = (await NumbersAsync($"SELECT count(*) {additional}", cancellationToken))[0],
            Different = counts[0],
            DifferentColumns = both.Zip(counts.Skip(1)).Where(pair => pair.Second > 0).ToDictionary(pair => pair.First, pair => pair.Second),
            Keys = await KeysAsync(
                $"SELECT row_key FROM (SELECT l.row_key AS row_key {missing} UNION ALL SELECT r.row_key {additional} UNION ALL SELECT l.row_key {joined} WHERE {differs}) ORDER BY row_key LIMIT {ShadowStream.MostKeys}",
                cancellationToken),
        };
    }

    private static IEnumerable<string> Names(InventorySchema schema) => schema.Description.Columns.Select(column => column.Name);

    private static string Differs(InventorySchema left, InventorySchema right, string column)
    {
        var name = SqlName.Quote(column);

        // A value that is only kept in another type is the same value.
        return Type(left, column) == Type(right, column) ? $"(l.{name} IS DISTINCT FROM r.{name})" : $"(CAST(l.{name} AS TEXT) IS DISTINCT FROM CAST(r.{name} AS TEXT))";
    }

    private static ColumnType Type(InventorySchema schema, string column) => schema.Description.Columns.First(entry => entry.Name == column).Type;

    private async Task<List<long>> NumbersAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);

        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt64)];
    }

    private async Task<List<string>> KeysAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> keys = [];

        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(StoredValue.Text(reader, 0));
        }

        return keys;
    }

    private SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Made above from validated, quoted names.
        command.CommandText = sql;
#pragma warning restore CA2100

        return command;
    }
}
