using System.Globalization;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.Data.Sqlite;

namespace Host.Sample.Support;

/// <summary>How the store is, read without changing it.</summary>
internal sealed class StoreFacts(HostStore store)
{
    private const int MostFindings = 20;

    private string ReadOnly { get; } = new SqliteConnectionStringBuilder(store.ConnectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();

    public bool Exists => File.Exists(store.File);

    /// <summary>Sizes of the store's files; they are told also of a store that cannot be opened.</summary>
    public object Sizes() => new { Store = Size(""), WriteAheadLog = Size("-wal"), SharedMemory = Size("-shm") };

    /// <summary>Schema, pages and what SQLite's own check finds.</summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public async Task<object> CheckAsync(CancellationToken cancellationToken)
    {
        await using SqliteConnection connection = new(ReadOnly);
        await connection.OpenAsync(cancellationToken);

        return new
        {
            Migrations = await ListAsync(connection, "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId", cancellationToken),
            PageSize = await NumberAsync(connection, "PRAGMA page_size", cancellationToken),
            Pages = await NumberAsync(connection, "PRAGMA page_count", cancellationToken),
            FreePages = await NumberAsync(connection, "PRAGMA freelist_count", cancellationToken),
            JournalMode = await ListAsync(connection, "PRAGMA journal_mode", cancellationToken),
            QuickCheck = await ListAsync(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA quick_check({MostFindings})"), cancellationToken),
        };
    }

    /// <summary>The rows of a stream as of a run, and how many of them have nothing in each column.</summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public async Task<object> ShapeAsync(InventorySource source, InventorySchema schema, CancellationToken cancellationToken)
    {
        await using SqliteConnection connection = new(ReadOnly);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*){string.Concat(schema.Columns.Select(column => $", count({SqlName.Quote(column.Name)})"))} FROM {schema.Table} WHERE connector_id = $connector AND {InventoryTables.ValidAtRun}";
        command.Parameters.AddWithValue("$connector", source.Connector.Id);
        command.Parameters.AddWithValue("$run", source.RunId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var rows = reader.GetInt64(0);

        return new
        {
            ConnectorId = source.Connector.Id,
            source.RunId,
            StreamId = schema.Description.Id,
            schema.Description.Mode,
            Rows = rows,
            Columns = schema.Columns.Select((column, index) => new { column.Name, column.Type, column.IsKey, Nulls = rows - reader.GetInt64(index + 1) }).ToList(),
        };
    }

    private static async Task<long> NumberAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;

        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    private static async Task<List<string>> ListAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> lines = [];

        while (lines.Count < MostFindings && await reader.ReadAsync(cancellationToken))
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    private long? Size(string suffix) => new FileInfo(store.File + suffix) is { Exists: true } file ? file.Length : null;
}
