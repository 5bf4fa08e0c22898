using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Host.Sample.Database.Postgres;

/// <summary>The store as a database that several hosts share.</summary>
public sealed class PostgresStore : HostStore
{
    /// <summary>The oldest server whose SQL has all that is asked of it.</summary>
    private const int OldestServer = 15;

    private const int CancelSeconds = 5;
    private const int PreparedStatements = 64;

    // One number for all hosts, so that of those that start at once one after the other looks.
    private const long PreparationLock = 0x434F4E4E45435431;
    private const long WriteLock = 0x434F4E4E45435432;
    private const int ConnectorLocks = 0x434F4E4E;
    private const int LeaseLocks = 0x4C454153;

    // A process that the server has not heard of for so long holds nothing any more. Its signs come three times as often.
    private const int SilenceMilliseconds = 12_000;

    private readonly NpgsqlConnectionStringBuilder _connection;
    private readonly string _connectionString;

    // By connector: whose rows were on their way, how many bytes had come, and since when it was so.
    private readonly Dictionary<int, (int Process, long Bytes, long Since)> _standing = [];

    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: the connection string is none, or names no database.</exception>
    public PostgresStore(string connectionString)
    {
        try
        {
            _connection = new(connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // The message of the library may repeat what was written, and that may be the password.
            throw new HostException(HostProblem.Usage, "The database's connection string cannot be read.", Example);
        }

        if (string.IsNullOrEmpty(_connection.Host) || string.IsNullOrEmpty(_connection.Database))
        {
            throw new HostException(HostProblem.Usage, "The database's connection string names no server or no database.", Example);
        }

        _connection.ApplicationName ??= "Connector host";
        _connection.PersistSecurityInfo = false;

        // A text that is cut off in the middle of a run is worse than one that waits.
        _connection.CommandTimeout = connectionString.Contains("Command Timeout", StringComparison.OrdinalIgnoreCase) ? _connection.CommandTimeout : 0;

        // The same few statements for every page: to have the server read and plan each anew was a fifth of a run.
        _connection.MaxAutoPrepare = connectionString.Contains("Max Auto Prepare", StringComparison.OrdinalIgnoreCase) ? _connection.MaxAutoPrepare : PreparedStatements;
        _connectionString = _connection.ToString();
    }

    public override string Name => $"{_connection.Database} on {_connection.Host}{(_connection.Port == NpgsqlConnection.DefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{_connection.Port}"))}";

    /// <summary>The password in a connection string; null: there is none, or it is no connection string.</summary>
    public static string? PasswordOf(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).Password;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return null;
        }
    }

    public override bool Exists => true;

    /// <summary>The schema that the connection string gives the host for itself; null: it says none.</summary>
    private string? OwnSchema => _connection.SearchPath is { Length: > 0 } schema && !schema.Contains(',') ? schema : null;

    public override SqlDialect Dialect => PostgresDialect.Instance;

    private static string Example => "Write it as: Host=db.example.org;Database=connectors;Username=connectors;Password=…";

    public override HostDatabase Open() => new PostgresDatabase(Options(options => options.UseNpgsql(_connectionString)));

    public override HostDatabase Open(DbConnection connection) => new PostgresDatabase(Options(options => options.UseNpgsql(connection)));

    /// <remarks>
    /// Locks of the database that end with the transaction, so that a process which dies leaves none behind. Whoever writes what is everybody's waits for all others; whoever writes
    /// what is one connector's waits only for those who write the same connector's.
    /// </remarks>
    public override DbTransaction BeginWrite(DbConnection connection, int? connectorId)
    {
        var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);

        try
        {
            using var locks = connection.CreateCommand();
            locks.CommandText = connectorId is { } connector
                ? string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock_shared({WriteLock}), pg_advisory_xact_lock({ConnectorLocks}, {connector})")
                : string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({WriteLock})");
            locks.ExecuteNonQuery();

            return transaction;
        }
        catch
        {
            transaction.Dispose();

            throw;
        }
    }

    public override DbTransaction BeginRead(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public override TimeSpan? SignsOfLife => TimeSpan.FromMilliseconds(SilenceMilliseconds / 3d);

    /// <remarks>The server ends it when it does not hear of the process, in a transaction or out of one, or when nobody takes its answers: a process that stands still keeps nothing from others.</remarks>
    /// <inheritdoc/>
    public override async Task<DbConnection> ConnectToWriteAsync(int cacheKibibytes, CancellationToken cancellationToken)
    {
        var settings = string.Create(
            CultureInfo.InvariantCulture,
            $"-c idle_session_timeout={SilenceMilliseconds} -c idle_in_transaction_session_timeout={SilenceMilliseconds} -c tcp_user_timeout={SilenceMilliseconds}");

        return await OpenAsync(new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false, Options = $"{_connection.Options} {settings}".Trim() }.ToString(), cancellationToken);
    }

    public override Task GiveSignAsync(DbConnection connection, CancellationToken cancellationToken) => ExecuteAsync(connection, "SELECT 1", cancellationToken);

    /// <remarks>A lock of the connection's session: it is gone with the session, and whoever writes on the connection has it.</remarks>
    public override IDisposable? TryHold(DbConnection connection, int connectorId)
    {
        using var ask = connection.CreateCommand();
        ask.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_try_advisory_lock({LeaseLocks}, {connectorId})");

        if (ask.ExecuteScalar() is true)
        {
            _standing.Remove(connectorId);

            return new Hold(connection, connectorId);
        }

        EndWhoStandsStill(connection, connectorId);

        return null;
    }

    public override IDisposable? Interrupt(DbConnection connection, CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(
            process =>
            {
                try
                {
                    // While what is to be ended waits for its answer, only another connection can be used.
                    using NpgsqlConnection other = new(new NpgsqlConnectionStringBuilder(_connectionString) { Timeout = CancelSeconds, CommandTimeout = CancelSeconds }.ToString());
                    other.Open();
                    using NpgsqlCommand cancel = new("SELECT pg_cancel_backend($1)", other) { Parameters = { new NpgsqlParameter<int> { TypedValue = (int)process! } } };
                    cancel.ExecuteNonQuery();
                }
                catch (NpgsqlException)
                {
                    // The server is not to be reached, so what waits for it ends by itself.
                }
            },
            ((NpgsqlConnection)connection).ProcessID);

    public override bool IsInterruption(DbException exception) => exception is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };

    public override async Task<DbConnection> ConnectAsync(int cacheKibibytes, CancellationToken cancellationToken) => await OpenAsync(_connectionString, cancellationToken);

    public override async Task<DateTimeOffset?> ClockAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(_connectionString, cancellationToken);
        await using NpgsqlCommand command = new("SELECT clock_timestamp()", connection);

        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(_connectionString);
            await connection.OpenAsync(cancellationToken);

            RequireVersion(connection);
            await ExecuteAsync(connection, $"SELECT pg_advisory_lock({PreparationLock})", cancellationToken);

            try
            {
                await MigrateAsync(connection, cancellationToken);
            }
            finally
            {
                // Also when somebody wants no more of it: the connection goes back to those that are kept open.
                await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({PreparationLock})", CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or HostException) && StoreFailure.IsOne(exception))
        {
            throw StoreFailure.Explain(exception, Name);
        }
    }

    /// <summary>Takes an empty database, to be filled.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>: it is not to be reached, or another application's, or a newer version's. <see cref="HostProblem.Conflict"/>: it is a store already, or somebody is making one of it.</exception>
    internal async Task<PostgresFilling> FillAsync(CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // What is returned owns it.
        var connection = await OpenAsync(new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false }.ToString(), cancellationToken);
#pragma warning restore CA2000

        try
        {
            RequireVersion(connection);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);

            // It takes as long as it takes, and this connection waits while the file is looked at.
            await ExecuteAsync(connection, "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0", cancellationToken);
            await using NpgsqlCommand ask = new($"SELECT pg_try_advisory_xact_lock({PreparationLock})", connection);

            if (await ask.ExecuteScalarAsync(cancellationToken) is not true)
            {
                throw new HostException(HostProblem.Conflict, $"Another process is making a store of the database {Name}.", "Stop hosts that were started on it, wait for another copy to end, then try again. Nothing has been changed.");
            }

            await using NpgsqlCommand encoding = new("SHOW server_encoding", connection);

            if (await encoding.ExecuteScalarAsync(cancellationToken) is string other and not "UTF8")
            {
                throw StoreFailure.Unavailable($"The database {Name} keeps texts in {other}, in which not every text has a place.", "Make it anew with --encoding UTF8 --template template0. Nothing has been changed.");
            }

            var database = Open(connection);
            await database.Database.UseTransactionAsync(transaction, cancellationToken);
            await RequireEmptyAsync(connection, database, cancellationToken);

            return new(connection, transaction, database, OwnSchema);
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync();

            if (exception is not (OperationCanceledException or HostException) && StoreFailure.IsOne(exception))
            {
                throw StoreFailure.Explain(exception, Name);
            }

            throw;
        }
    }

    public override async Task CompactAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cacheKibibytes: 0, cancellationToken);

        try
        {
            await using var database = Open(connection);
            var tables = await database.InventoryTables.Select(table => table.TableName).ToListAsync(cancellationToken);

            foreach (var table in tables)
            {
                await ExecuteAsync(connection, $"VACUUM (FULL) {SqlName.Quote(table)}", cancellationToken);
            }
        }
        catch (DbException exception) when (StoreFailure.IsOne(exception))
        {
            throw StoreFailure.Explain(exception, Name);
        }
    }

    public override async Task<bool> TakesWritingAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cacheKibibytes: 0, cancellationToken);

        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SET LOCAL statement_timeout = {patience.TotalMilliseconds:0}"), cancellationToken);
            await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock_shared({WriteLock})", cancellationToken);
            await ExecuteAsync(connection, "LOCK TABLE \"Connectors\" IN ROW EXCLUSIVE MODE", cancellationToken);
            await transaction.RollbackAsync(cancellationToken);

            return true;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.QueryCanceled && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public override object? Sizes() => null;

    public override async Task<object> DescribeAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cacheKibibytes: 0, cancellationToken);
        await using var database = Open(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT current_setting('server_version'), pg_database_size(current_database()), (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()), current_setting('max_connections')::bigint";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (version, bytes, connections, most) = (reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        await reader.CloseAsync();

        return new { Server = version, Bytes = bytes, Connections = connections, MostConnections = most, Migrations = await database.Database.GetAppliedMigrationsAsync(cancellationToken) };
    }

    public override void LetGo()
    {
        using NpgsqlConnection pooled = new(_connectionString);
        NpgsqlConnection.ClearPool(pooled);
    }

    /// <summary>Ends the session that holds a connector when it was in the middle of handing rows over and no more of them come: of all that a process can be halted in, the one that the server's own limits do not end.</summary>
    private void EndWhoStandsStill(DbConnection connection, int connectorId)
    {
        using var ask = connection.CreateCommand();
        ask.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SELECT held.pid, copy.bytes_processed FROM pg_locks held JOIN pg_stat_progress_copy copy ON copy.pid = held.pid
            WHERE held.locktype = 'advisory' AND held.granted AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND held.classid = {LeaseLocks} AND held.objid = {unchecked((uint)connectorId)}
            """);
        (int Process, long Bytes)? now = null;

        using (var reader = ask.ExecuteReader())
        {
            if (reader.Read())
            {
                now = (reader.GetInt32(0), reader.GetInt64(1));
            }
        }

        if (now is not { } seen)
        {
            _standing.Remove(connectorId);
        }
        else if (!_standing.TryGetValue(connectorId, out var before) || (before.Process, before.Bytes) != seen)
        {
            _standing[connectorId] = (seen.Process, seen.Bytes, Stopwatch.GetTimestamp());
        }
        else if (Stopwatch.GetElapsedTime(before.Since).TotalMilliseconds > SilenceMilliseconds)
        {
            using var end = connection.CreateCommand();
            end.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_terminate_backend({seen.Process})");
            end.ExecuteNonQuery();
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = new(connectionString);

        try
        {
            await connection.OpenAsync(cancellationToken);

            return connection;
        }
        catch (Exception exception) when (StoreFailure.IsOne(exception))
        {
            await connection.DisposeAsync();

            throw StoreFailure.Explain(exception, Name);
        }
    }

    private static DbContextOptions<PostgresDatabase> Options(Func<DbContextOptionsBuilder<PostgresDatabase>, DbContextOptionsBuilder> use) =>
        (DbContextOptions<PostgresDatabase>)use(new DbContextOptionsBuilder<PostgresDatabase>()).Options;

    private static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Own texts; names are quoted.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (OwnSchema is { } schema)
        {
            await ExecuteAsync(connection, $"CREATE SCHEMA IF NOT EXISTS {SqlName.Quote(schema)}", cancellationToken);
        }

        await using var database = Open(connection);
        var tables = await TablesAsync(connection, cancellationToken);

        RequireOwn(tables);
        var applied = tables.Count == 0 ? [] : (await database.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        CheckMigrations(database, applied, Name, "Start that version, or give another database; this one has not been touched.");

        if (applied.Count < database.Database.GetMigrations().Count())
        {
            await database.Database.MigrateAsync(cancellationToken);
        }
    }

    private async Task RequireEmptyAsync(NpgsqlConnection connection, HostDatabase database, CancellationToken cancellationToken)
    {
        var tables = await TablesAsync(connection, cancellationToken);

        if (tables.Count == 0)
        {
            return;
        }

        RequireOwn(tables);
        CheckMigrations(database, await database.Database.GetAppliedMigrationsAsync(cancellationToken), Name, "Give an empty database; this one has not been touched.");

        throw new HostException(
            HostProblem.Conflict,
            $"The database {Name} is a store of this host already.",
            "A store is never written over: give an empty database, or, when nothing of this one is needed, stop the hosts that use it and make it anew (dropdb, createdb).");
    }

    private void RequireOwn(List<string> tables)
    {
        if (tables.Count > 0 && !tables.Contains("__EFMigrationsHistory"))
        {
            throw StoreFailure.Unavailable(
                $"The database {Name} holds tables of another application ('{tables[0]}'), and no store of this host.",
                "Give the host a database of its own, or a schema of its own in this one: add 'Search Path=connectors' to the connection string.");
        }
    }

    private void RequireVersion(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < OldestServer)
        {
            throw StoreFailure.Unavailable($"The server of {Name} is PostgreSQL {connection.PostgreSqlVersion}.", $"Use PostgreSQL {OldestServer} or newer.");
        }
    }

    private static async Task<List<string>> TablesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> tables = [];

        while (await reader.ReadAsync(cancellationToken))
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private sealed class Hold(DbConnection connection, int connectorId) : IDisposable
    {
        public void Dispose()
        {
            if (connection.State is ConnectionState.Open)
            {
                using var release = connection.CreateCommand();
                release.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_unlock({LeaseLocks}, {connectorId})");
                release.ExecuteNonQuery();
            }
        }
    }
}
