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

    private readonly WriterTurns _turns = new();
    private readonly Dictionary<int, ConnectorLease> _leases = [];
    private readonly CancellationTokenSource _closed = new();
    private DbConnection? _connection;
    private HostDatabase? _database;
    private Task _signs = Task.CompletedTask;

    public SqlDialect Dialect => store.Dialect;

    /// <summary>Does <paramref name="work"/> in a transaction of its own, which is taken back when it throws. Nobody else writes meanwhile.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>.</exception>
    public Task<T> WriteAsync<T>(Func<StoreSession, T> work, CancellationToken cancellationToken) => WriteAsync(null, null, work, cancellationToken);

    /// <summary>As <see cref="WriteAsync{T}(Func{StoreSession, T}, CancellationToken)"/>, for what is one connector's affair alone: other processes may write other connectors' meanwhile, where the store allows that. Numbers below one are for what is no connector's and is in nobody's way either.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>.</exception>
    public Task<T> WriteAsync<T>(int connectorId, Func<StoreSession, T> work, CancellationToken cancellationToken) => WriteAsync(connectorId, null, work, cancellationToken);

    /// <summary>As <see cref="WriteAsync{T}(int, Func{StoreSession, T}, CancellationToken)"/>, for whoever is at work for the connector: with a lease that was lost nothing is written.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>; also when the lease is lost.</exception>
    public Task<T> WriteAsync<T>(ConnectorLease lease, Func<StoreSession, T> work, CancellationToken cancellationToken) => WriteAsync(lease.ConnectorId, lease, work, cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(Func{StoreSession, T}, CancellationToken)"/>
    public Task WriteAsync(Action<StoreSession> work, CancellationToken cancellationToken) => WriteAsync(Done(work), cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(int, Func{StoreSession, T}, CancellationToken)"/>
    public Task WriteAsync(int connectorId, Action<StoreSession> work, CancellationToken cancellationToken) => WriteAsync(connectorId, Done(work), cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(ConnectorLease, Func{StoreSession, T}, CancellationToken)"/>
    public Task WriteAsync(ConnectorLease lease, Action<StoreSession> work, CancellationToken cancellationToken) => WriteAsync(lease, Done(work), cancellationToken);

    /// <summary>The lease of a connector, or null when another process, or another run of this one, has it. Numbers below zero are for what is to be one process's and no connector.</summary>
    /// <remarks>It hangs on the connection that writes: where that is a server's, what is written with it is written while the server still knows of it, whatever any clock says.</remarks>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>.</exception>
    public Task<ConnectorLease?> TryLeaseAsync(int connectorId, CancellationToken cancellationToken) => InTurnAsync(
        isShort: true,
        connection =>
        {
            if (_leases.ContainsKey(connectorId) || store.TryHold(connection, connectorId) is not { } hold)
            {
                return null;
            }

            return _leases[connectorId] = new(connectorId, hold, ReleaseAsync);
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _signs;

        // Whoever is in the middle of it, or of connecting, comes to an end first.
        await _turns.TakeAsync(isShort: true, CancellationToken.None);

        try
        {
            await DropAsync();
        }
        finally
        {
            _turns.Release();
        }

        _closed.Dispose();
    }

    private static Func<StoreSession, bool> Done(Action<StoreSession> work) => session =>
    {
        work(session);

        return true;
    };

    private Task<T> WriteAsync<T>(int? connectorId, ConnectorLease? lease, Func<StoreSession, T> work, CancellationToken cancellationToken) => InTurnAsync(
        isShort: lease is null,
        connection =>
        {
            lease?.Require();

            return Write(connectorId, work, connection, _database!, cancellationToken);
        },
        cancellationToken);

    private async Task<T> InTurnAsync<T>(bool isShort, Func<DbConnection, T> work, CancellationToken cancellationToken)
    {
        await _turns.TakeAsync(isShort, cancellationToken);

        try
        {
            return work(await ConnectedAsync(cancellationToken));
        }
        catch (Exception exception) when ((exception as DbException ?? exception.InnerException as DbException) is { } cause && store.IsInterruption(cause))
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (Exception exception) when (exception is DbException or DbUpdateException && StoreFailure.IsOne(exception))
        {
            throw StoreFailure.Explain(exception, store.Name);
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<DbConnection> ConnectedAsync(CancellationToken cancellationToken)
    {
        // A server that was restarted, or that did not hear of this process, has ended its connections.
        if (_connection is { State: not ConnectionState.Open })
        {
            await DropAsync();
        }

        if (_closed.IsCancellationRequested)
        {
            throw new OperationCanceledException("The host ends: nothing more is written.");
        }

        if (_connection is null)
        {
            _connection = await store.ConnectToWriteAsync(CacheKibibytes, cancellationToken);
            _database = store.Open(_connection);

            if (store.SignsOfLife is { } every && _signs.IsCompleted)
            {
                _signs = GiveSignsAsync(every);
            }
        }

        return _connection;
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

    /// <summary>Lets the server hear of this process, whose leases it would take back otherwise. By the machine's own clock, because the server goes by its own.</summary>
    private async Task GiveSignsAsync(TimeSpan every)
    {
        using PeriodicTimer timer = new(every, TimeProvider.System);

        try
        {
            while (await timer.WaitForNextTickAsync(_closed.Token))
            {
                await _turns.TakeAsync(isShort: true, _closed.Token);

                try
                {
                    if (_connection is { State: not ConnectionState.Open })
                    {
                        await DropAsync();
                    }
                    else if (_connection is not null)
                    {
                        await store.GiveSignAsync(_connection, _closed.Token);
                    }
                }
                catch (DbException)
                {
                    await DropAsync();
                }
                finally
                {
                    _turns.Release();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    private async ValueTask ReleaseAsync(ConnectorLease lease)
    {
        await _turns.TakeAsync(isShort: true, CancellationToken.None);

        try
        {
            if (_leases.Remove(lease.ConnectorId))
            {
                lease.Hold.Dispose();
            }
        }
        catch (DbException)
        {
            // The connection is gone, and the lease with it.
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task DropAsync()
    {
        foreach (var lease in _leases.Values.ToList())
        {
            _leases.Remove(lease.ConnectorId);
            lease.Lose();
        }

        if (_connection is not null)
        {
            await _database!.DisposeAsync();
            await _connection.DisposeAsync();
            (_connection, _database) = (null, null);
        }
    }
}
