using System.Globalization;
using Host.Sample.Database;
using Host.Sample.Database.Sqlite;
using Host.Sample.Inventory;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Backups;

/// <summary>Looks at a store's file without changing it: integrity, references, schema, and whether the published rows are those that their runs left.</summary>
internal static class StoreInspector
{
    private const int MostFindings = 20;
    private const int CacheKibibytes = 16 * 1024;

    private static readonly string[] Parts = ["", "-wal"];

    /// <summary>Inspects a file. Reads all of it: a store of a gigabyte takes some seconds.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: no such file. <see cref="HostProblem.Invalid"/>: no store of this host. <see cref="HostProblem.StoreUnavailable"/>: it cannot be read.</exception>
    public static async Task<StoreInspection> InspectAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw new HostException(HostProblem.NotFound, $"There is no file {file}.", "Check the path.");
        }

        try
        {
            return await Task.Run(() => Inspect(file, cancellationToken), cancellationToken);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_NOTADB)
        {
            throw NoStore(file);
        }
        catch (Exception exception) when (exception is SqliteException or UnauthorizedAccessException or IOException)
        {
            throw StoreFailure.Explain(exception, file);
        }
    }

    public static long BytesOf(string file) => Parts.Sum(part => new FileInfo(file + part) is { Exists: true } found ? found.Length : 0);

    private static HostException NoStore(string file) => new(HostProblem.Invalid, $"The file {file} is no store of this host.", "Name a file that 'store backup' has written.");

    private static StoreInspection Inspect(string file, CancellationToken cancellationToken)
    {
        // Not read-only: a store whose host has died is read with what it has not folded into the file yet.
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, ForeignKeys = true, DefaultTimeout = SqliteStore.BusySeconds }.ToString());
        connection.Open();
        using var interruption = cancellationToken.UnsafeRegister(static handle => SQLitePCL.raw.sqlite3_interrupt((SQLitePCL.sqlite3)handle!), connection.Handle);

        try
        {
            List(connection, SqliteConnectionSetup.Pragmas(CacheKibibytes));

            // Everything as of one moment, whoever writes meanwhile.
            using var transaction = connection.BeginTransaction(deferred: true);
            using HostDatabase database = new(new DbContextOptionsBuilder<HostDatabase>().UseSqlite(connection).Options);
            database.Database.UseTransaction(transaction);

            return Inspect(file, connection, database, cancellationToken);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    private static StoreInspection Inspect(string file, SqliteConnection connection, HostDatabase database, CancellationToken cancellationToken)
    {
        if (List(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsHistory'").Count == 0)
        {
            throw NoStore(file);
        }

        var applied = List(connection, "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId", int.MaxValue);
        var known = database.Database.GetMigrations().ToHashSet();
        var schema = applied.Exists(migration => !known.Contains(migration)) ? StoreSchemaAge.Newer : applied.Count < known.Count ? StoreSchemaAge.Older : StoreSchemaAge.Current;
        var damage = List(connection, $"PRAGMA integrity_check({MostFindings})");
        damage.Remove("ok");

        return new()
        {
            File = file,
            Bytes = BytesOf(file),
            PageBytes = Number(connection, "PRAGMA page_size"),
            Pages = Number(connection, "PRAGMA page_count"),
            FreePages = Number(connection, "PRAGMA freelist_count"),
            Schema = schema,
            LastMigration = applied.LastOrDefault() ?? "",
            Damage = damage,
            Orphans = List(connection, "SELECT DISTINCT \"table\" || ' refers to ' || \"parent\" FROM pragma_foreign_key_check"),
            Published = schema is StoreSchemaAge.Current && damage.Count == 0 ? Published(new(connection, database, SqlDialect.Default, cancellationToken)) : null,
        };
    }

    private static List<PublishedRows> Published(StoreSession session)
    {
        var connectors = session.Database.Connectors.AsNoTracking().Where(connector => connector.PublishedRunId != null).OrderBy(connector => connector.Name).ToList();

        return [.. connectors.Select(connector => Compare(session, connector, connector.PublishedRunId!.Value))];
    }

    private static PublishedRows Compare(StoreSession session, Connector connector, long runId)
    {
        var streams = session.Database.StreamRuns.AsNoTracking().Where(stream => stream.RunId == runId && stream.RowSetHash != null).OrderBy(stream => stream.Ordinal).ToList();
        List<string> altered = [];
        var rows = 0L;

        foreach (var stream in streams)
        {
            session.CancellationToken.ThrowIfCancellationRequested();
            var found = InventoryTables.Find(session.Database, connector.PluginId, stream.StreamId) is { } table ? RowSet.Read(session, table, connector.Id, runId) : null;
            rows += found?.Count ?? 0;

            if (found?.Hash != stream.RowSetHash)
            {
                altered.Add(stream.StreamId);
            }
        }

        return new(connector.Name, runId, streams.Count, rows, altered);
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this class.
        command.CommandText = sql;
#pragma warning restore CA2100

        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static List<string> List(SqliteConnection connection, string sql, int most = MostFindings)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        List<string> lines = [];

        while (lines.Count < most && reader.Read())
        {
            lines.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture) ?? "");
        }

        return lines;
    }
}
