using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Host.Sample.Database.Sqlite;

/// <summary>The store as one file on this machine.</summary>
public sealed class SqliteStore(HostOptions options, TimeProvider clock) : HostStore
{
    /// <summary>How long a connection waits for another process that writes, in seconds.</summary>
    public const int BusySeconds = 30;

    private const int Interrupted = 9;
    private const int MostFindings = 20;
    private const int PageBytes = 8192;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly SqliteConnectionSetup Setup = new();
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(BusySeconds);

    /// <summary>The store as a file.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: it is a server's.</exception>
    public static SqliteStore Of(HostStore store) => store as SqliteStore ?? throw new HostException(
        HostProblem.Usage,
        $"The store is the database {store.Name}, which its server backs up and checks.",
        "Back it up with the server's own tools: pg_dump --format=custom, restored with pg_restore. The folder of keys is to be kept with it.");

    public override string Name => File;

    public override bool Exists => System.IO.File.Exists(File);

    public override SqlDialect Dialect => SqliteDialect.Instance;

    public string File { get; } = options.DatabaseFile;

    /// <summary>How everything connects to the store, the host's own tables included.</summary>
    public string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = options.DatabaseFile,
        ForeignKeys = true,
        DefaultTimeout = BusySeconds,
    }.ToString();

    public override async Task PrepareAsync(CancellationToken cancellationToken)
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

    /// <remarks>It is not pooled.</remarks>
    /// <inheritdoc/>
    public override async Task<DbConnection> ConnectAsync(int cacheKibibytes, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString());

        try
        {
            await connection.OpenAsync(cancellationToken);
            await ExecuteAsync(connection, SqliteConnectionSetup.Pragmas(cacheKibibytes), cancellationToken);

            return connection;
        }
        catch (SqliteException exception) when (StoreFailure.IsOne(exception))
        {
            await connection.DisposeAsync();

            throw StoreFailure.Explain(exception, File);
        }
    }

    public override HostDatabase Open() => new(new DbContextOptionsBuilder<HostDatabase>().UseSqlite(ConnectionString).AddInterceptors(Setup).Options);

    public override HostDatabase Open(DbConnection connection) => new(new DbContextOptionsBuilder<HostDatabase>().UseSqlite(connection).Options);

    public override DbTransaction BeginWrite(DbConnection connection, int? connectorId) => ((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: false);

    public override DbTransaction BeginRead(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    /// <remarks>By the operating system, which lets go when the process dies.</remarks>
    public override IDisposable? TryHold(DbConnection connection, int connectorId)
    {
        var folder = Directory.CreateDirectory(Path.Combine(options.DataFolder, "locks")).FullName;
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"connector-{connectorId}.lock"));

        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (System.IO.File.Exists(path))
        {
            return null;
        }
    }

    // The library looks at the token between rows only; sorting a million of them happens before the first.
    public override IDisposable? Interrupt(DbConnection connection, CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static handle => raw.sqlite3_interrupt((sqlite3)handle!), ((SqliteConnection)connection).Handle);

    public override bool IsInterruption(DbException exception) => exception is SqliteException { SqliteErrorCode: Interrupted };

    public override void LetGo()
    {
        using SqliteConnection pooled = new(ConnectionString);
        SqliteConnection.ClearPool(pooled);
    }

    // The library does nothing asynchronously.
    public override Task<bool> TakesWritingAsync(TimeSpan patience, CancellationToken cancellationToken) => Task.Run(() => TakesWriting(patience), cancellationToken);

    private bool TakesWriting(TimeSpan patience)
    {
        using SqliteConnection connection = new(
            new SqliteConnectionStringBuilder(ConnectionString) { Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = (int)patience.TotalSeconds }.ToString());
        connection.Open();

        try
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            using var read = connection.CreateCommand();
            read.CommandText = "SELECT count(*) FROM Connectors";
            read.ExecuteScalar();
            transaction.Rollback();

            return true;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_BUSY)
        {
            return false;
        }
    }

    public override object Sizes() => new { Store = Size(""), WriteAheadLog = Size("-wal"), SharedMemory = Size("-shm") };

    public override async Task<object> DescribeAsync(CancellationToken cancellationToken)
    {
        await using SqliteConnection connection = new(new SqliteConnectionStringBuilder(ConnectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
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

    public override async Task CompactAsync(CancellationToken cancellationToken)
    {
        await using var connection = (SqliteConnection)await ConnectAsync(cacheKibibytes: 0, cancellationToken);

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

    private long? Size(string suffix) => new FileInfo(File + suffix) is { Exists: true } file ? file.Length : null;

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<long> CountAsync(SqliteConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND (@name = '' OR name = @name)";
        command.Parameters.AddWithValue("@name", table);

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
        var applied = (await database.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        CheckMigrations(database, applied, Name, "Start that version, or choose another data folder; the file has not been touched.");

        if (applied.Count < database.Database.GetMigrations().Count())
        {
            await database.Database.MigrateAsync(cancellationToken);
        }
    }
}
