using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Host.Sample.Database;

/// <summary>The one connection by which inventory and runs are written, one transaction at a time.</summary>
public sealed class StoreWriter(HostStore store) : IAsyncDisposable
{
    // Holds the upper levels of the key indices of a big inventory. Sorting takes as much again. Six times of it were measured with a million people:
    // no less processor time, more than 50 MB more memory.
    private const int CacheKibibytes = 4 * 1024;
    private const int Interrupted = 9;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private SqliteConnection? _connection;
    private HostDatabase? _database;

    /// <summary>Does <paramref name="work"/> in a transaction of its own, which is taken back when it throws.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>.</exception>
    public async Task<T> WriteAsync<T>(Func<StoreSession, T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);

        try
        {
            var connection = _connection ??= await store.ConnectAsync(CacheKibibytes, cancellationToken);
            _database ??= new HostDatabase(new DbContextOptionsBuilder<HostDatabase>().UseSqlite(connection).Options);

            return Write(work, connection, _database, cancellationToken);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == Interrupted)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (Exception exception) when (exception is SqliteException or DbUpdateException && StoreFailure.IsOne(exception))
        {
            throw StoreFailure.Explain(exception, store.File);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Action<StoreSession> work, CancellationToken cancellationToken) =>
        WriteAsync(
            session =>
            {
                work(session);

                return true;
            },
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        _turn.Dispose();
    }

    private static T Write<T>(Func<StoreSession, T> work, SqliteConnection connection, HostDatabase database, CancellationToken cancellationToken)
    {
        using var interruption = cancellationToken.UnsafeRegister(static handle => raw.sqlite3_interrupt((sqlite3)handle!), connection.Handle);
        using var transaction = connection.BeginTransaction(IsolationLevel.Serializable, deferred: false);
        database.Database.UseTransaction(transaction);

        try
        {
            var result = work(new StoreSession(connection, database, cancellationToken));
            transaction.Commit();

            return result;
        }
        finally
        {
            database.Database.UseTransaction(null);
            database.ChangeTracker.Clear();
        }
    }
}
