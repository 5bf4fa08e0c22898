using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Database;

/// <summary>The store's file: made, checked and brought up to date once, then connected to.</summary>
public sealed class HostStore(HostOptions options, TimeProvider clock)
{
    /// <summary>How long a connection waits for another process that writes, in seconds.</summary>
    public const int BusySeconds = 30;

    private const int PageBytes = 8192;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(BusySeconds);

    public string File { get; } = options.DatabaseFile;

    /// <summary>How everything connects to the store, the host's own tables included.</summary>
    public string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = options.DatabaseFile,
        ForeignKeys = true,
        DefaultTimeout = BusySeconds,
    }.ToString();

    /// <summary>Makes folder and file where they are missing and applies migrations, one process at a time.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>: locked, read-only, damaged, from a newer version, no store at all, disk full.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            MakeFolder();

            await using (await LockAsync(cancellationToken))
            {
                await MakeFileAsync(cancellationToken);
                await MigrateAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or HostException) && StoreFailure.IsOne(exception))
        {
            throw StoreFailure.Explain(exception, File);
        }
    }

    /// <summary>A connection of its own, not pooled, for whoever keeps it long.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>.</exception>
    public async Task<SqliteConnection> ConnectAsync(int cacheKibibytes, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString());

        try
        {
            await connection.OpenAsync(cancellationToken);
            await ExecuteAsync(connection, StoreConnectionSetup.Pragmas(cacheKibibytes), cancellationToken);

            return connection;
        }
        catch (SqliteException exception) when (StoreFailure.IsOne(exception))
        {
            await connection.DisposeAsync();

            throw StoreFailure.Explain(exception, File);
        }
    }

    /// <summary>Writes the file anew, without what was deleted: pages that are let go of keep their content until something else is written there. Takes as much room again while it works.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>: another process writes, or the disk is full.</exception>
    public async Task CompactAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cacheKibibytes: 0, cancellationToken);

        try
        {
            // Without the first, the unused ends of new pages keep what was in memory before.
            await ExecuteAsync(connection, "PRAGMA secure_delete = ON; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
        }
        catch (SqliteException exception) when (StoreFailure.IsOne(exception))
        {
            throw StoreFailure.Explain(exception, File);
        }
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<long> CountAsync(SqliteConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND ($name = '' OR name = $name)";
        command.Parameters.AddWithValue("$name", table);

        return (long)(await command.ExecuteScalarAsync(cancellationToken) ?? 0L);
    }

    private void MakeFolder()
    {
        if (Directory.Exists(options.DataFolder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(options.DataFolder);
        }
        else
        {
            Directory.CreateDirectory(options.DataFolder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.DataFolder, "inventory.db.lock");
        var began = clock.GetTimestamp();

        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (System.IO.File.Exists(path) && clock.GetElapsedTime(began) < LockPatience)
            {
                await Task.Delay(LockRetry, clock, cancellationToken);
            }
        }
    }

    private async Task MakeFileAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);

        if (await CountAsync(connection, "", cancellationToken) == 0)
        {
            // The size of a page can only be chosen before anything is in the file.
            await ExecuteAsync(connection, $"PRAGMA page_size = {PageBytes}; PRAGMA journal_mode = WAL", cancellationToken);
        }
        else if (await CountAsync(connection, "__EFMigrationsHistory", cancellationToken) == 0)
        {
            throw StoreFailure.Unavailable($"The file {File} is a database, but no store of this host.", "Move the file away, or choose another data folder.");
        }
        else if (await CountAsync(connection, "__EFMigrationsLock", cancellationToken) > 0)
        {
            // Left behind by a process that died while it migrated; nobody else can hold it now, because we hold the file lock.
            await ExecuteAsync(connection, "DELETE FROM \"__EFMigrationsLock\"", cancellationToken);
        }

        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(File, OwnerOnly);
        }
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var database = new HostDatabase(new DbContextOptionsBuilder<HostDatabase>().UseSqlite(ConnectionString).Options);
        var known = database.Database.GetMigrations().ToHashSet();
        var applied = (await database.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();

        if (applied.Exists(migration => !known.Contains(migration)))
        {
            throw StoreFailure.Unavailable(
                $"The store {File} was written by a newer version of this host.", "Start that version, or choose another data folder; the file has not been touched.");
        }

        if (applied.Count < known.Count)
        {
            await database.Database.MigrateAsync(cancellationToken);
        }
    }
}
