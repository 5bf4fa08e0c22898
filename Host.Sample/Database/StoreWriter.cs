using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Database;

/// <summary>The one connection by which inventory and runs are written, one transaction at a time.</summary>
public sealed class StoreWriter(HostStore store) : IAsyncDisposable
{
    // Holds the upper levels of the key indices of a big inventory. Sorting takes as much again. Six times of it were measured with a million people:
    // no less processor time, more than 50 MB more memory.
    private const int CacheKibibytes = 4 * 1024;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private DbConnection? _connection;
    private HostDatabase? _database;

    public SqlDialect Dialect => store.Dialect;

    /// <summary>Does <paramref name="work"/> in a transaction of its own, which is taken back when it throws.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>.</exception>
    public Task<T> WriteAsync<T>(Func<StoreSession, T> work, CancellationToken cancellationToken) => WriteAsync(null, work, cancellationToken);

    /// <summary>As <see cref="WriteAsync{T}(Func{StoreSession, T}, CancellationToken)"/>, for what is one connector's affair alone: other processes may write other connectors' meanwhile, where the store allows that.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>.</exception>
    public Task<T> WriteAsync<T>(int connectorId, Func<StoreSession, T> work, CancellationToken cancellationToken) => WriteAsync((int?)connectorId, work, cancellationToken);

    private async Task<T> WriteAsync<T>(int? connectorId, Func<StoreSession, T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);

        try
        {
            await DropBrokenAsync();
            var connection = _connection ??= await store.ConnectAsync(CacheKibibytes, cancellationToken);
            _database ??= store.Open(connection);

            return Write(connectorId, work, connection, _database, cancellationToken);
        }
        catch (DbException exception) when (store.IsInterruption(exception))
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (Exception exception) when (exception is DbException or DbUpdateException && StoreFailure.IsOne(exception))
        {
            throw StoreFailure.Explain(exception, store.Name);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc cref="WriteAsync{T}(Func{StoreSession, T}, CancellationToken)"/>
    public Task WriteAsync(Action<StoreSession> work, CancellationToken cancellationToken) => WriteAsync(null, Done(work), cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(int, Func{StoreSession, T}, CancellationToken)"/>
    public Task WriteAsync(int connectorId, Action<StoreSession> work, CancellationToken cancellationToken) => WriteAsync((int?)connectorId, Done(work), cancellationToken);

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

    private static Func<StoreSession, bool> Done(Action<StoreSession> work) => session =>
    {
        work(session);

        return true;
    };

    /// <summary>A server that was restarted has ended its connections.</summary>
    private async Task DropBrokenAsync()
    {
        if (_connection is { State: not ConnectionState.Open } broken)
        {
            await _database!.DisposeAsync();
            await broken.DisposeAsync();
            (_connection, _database) = (null, null);
        }
    }

    private T Write<T>(int? connectorId, Func<StoreSession, T> work, DbConnection connection, HostDatabase database, CancellationToken cancellationToken)
    {
        using var interruption = store.Interrupt(connection, cancellationToken);
        using var transaction = store.BeginWrite(connection, connectorId);
        database.Database.UseTransaction(transaction);

        try
        {
            var result = work(new StoreSession(connection, database, store.Dialect, cancellationToken));
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
