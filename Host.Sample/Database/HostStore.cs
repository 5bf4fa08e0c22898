using System.Data.Common;
using Host.Sample.Database.Postgres;
using Host.Sample.Database.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Database;

/// <summary>The store: made, checked and brought up to date once, then connected to.</summary>
public abstract class HostStore
{
    /// <summary>What people know it by: the file, or the database and its server. Holds no password.</summary>
    public abstract string Name { get; }

    /// <summary>Whether there is one already; where that cannot be told without asking a server, it is taken to be.</summary>
    public abstract bool Exists { get; }

    /// <summary>What its SQL has of its own.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>The store that the options say.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: the connection string is none.</exception>
    public static HostStore Of(HostOptions options, TimeProvider clock) =>
        options.Database is { } connection ? new PostgresStore(connection) : new SqliteStore(options, clock);

    /// <summary>Tells the password of the connection string, so that it can be kept out of logs.</summary>
    public static void Learn(HostOptions options, Action<string> secret)
    {
        if (options.Database is { } connection && PostgresStore.PasswordOf(connection) is { } password)
        {
            secret(password);
        }
    }

    /// <summary>Makes what is missing and applies migrations, one process at a time.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>: it cannot be reached, is locked, read-only, damaged, from a newer version, somebody else's, or its disk is full.</exception>
    public abstract Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>A connection of its own for whoever keeps it long.</summary>
    /// <param name="cacheKibibytes">How much of the store it may keep in this process's memory, where that is where it is kept.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>.</exception>
    public abstract Task<DbConnection> ConnectAsync(int cacheKibibytes, CancellationToken cancellationToken);

    /// <summary>As <see cref="ConnectAsync"/>, for the one that writes and that leases hang on.</summary>
    /// <inheritdoc cref="ConnectAsync"/>
    public virtual Task<DbConnection> ConnectToWriteAsync(int cacheKibibytes, CancellationToken cancellationToken) => ConnectAsync(cacheKibibytes, cancellationToken);

    /// <summary>The time that the store's own clock tells; null: it has none besides this machine's.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>.</exception>
    public virtual Task<DateTimeOffset?> ClockAsync(CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);

    /// <summary>How often the store must hear of a process that holds something; null: it knows by itself when a process is gone.</summary>
    public virtual TimeSpan? SignsOfLife => null;

    /// <summary>Lets the store hear of this process.</summary>
    public virtual Task GiveSignAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Holds a connector for this process, until it is let go of or the process or the connection is gone.</summary>
    /// <returns>What lets go of it; null: another process holds it.</returns>
    public abstract IDisposable? TryHold(DbConnection connection, int connectorId);

    /// <summary>The host's own tables, on connections as they are needed.</summary>
    public abstract HostDatabase Open();

    /// <summary>The host's own tables, on an open connection.</summary>
    public abstract HostDatabase Open(DbConnection connection);

    /// <summary>Begins a transaction that writes.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="connectorId">What is written is one connector's affair alone, and others may write theirs meanwhile, where the store allows that; null: nobody else may write.</param>
    public abstract DbTransaction BeginWrite(DbConnection connection, int? connectorId);

    /// <summary>Begins a transaction in which everything is read as of one moment.</summary>
    public abstract DbTransaction BeginRead(DbConnection connection);

    /// <summary>Ends what a connection is doing when the token says so, also where the library looks at no token.</summary>
    public abstract IDisposable? Interrupt(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Whether the failure is what <see cref="Interrupt"/> or a token did.</summary>
    public abstract bool IsInterruption(DbException exception);

    /// <summary>Whether somebody who wants to write gets to it in time.</summary>
    /// <exception cref="DbException">The store does not answer, or takes no writing.</exception>
    public abstract Task<bool> TakesWritingAsync(TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Rewrites what is kept, without what was deleted: pages that are let go of keep their content until something else is written there. Takes as much room again while it works.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>: another process writes, or the disk is full.</exception>
    public abstract Task CompactAsync(CancellationToken cancellationToken);

    /// <summary>Lets go of connections that are kept open for the next who asks.</summary>
    public abstract void LetGo();

    /// <summary>Sizes of the store's files, which are told also of a store that cannot be opened; null where they are a server's.</summary>
    public abstract object? Sizes();

    /// <summary>How the store is, for people who look for a fault: migrations, pages, what its own check finds. Changes nothing.</summary>
    /// <exception cref="DbException">It cannot be read.</exception>
    public abstract Task<object> DescribeAsync(CancellationToken cancellationToken);

    private protected static void CheckMigrations(HostDatabase database, IEnumerable<string> applied, string name, string fix)
    {
        var known = database.Database.GetMigrations().ToHashSet();

        if (applied.Any(migration => !known.Contains(migration)))
        {
            throw StoreFailure.Unavailable($"The store {name} was written by a newer version of this host.", fix);
        }
    }
}
