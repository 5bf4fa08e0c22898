using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Database;

/// <summary>What one piece of work with the store may use: of a transaction of the writer, or of a reader's own connection. Nothing of it is kept afterwards.</summary>
public sealed class StoreSession(DbConnection connection, HostDatabase database, SqlDialect dialect, CancellationToken cancellationToken)
{
    public DbConnection Connection { get; } = connection;

    /// <summary>The host's own tables, in the same transaction.</summary>
    public HostDatabase Database { get; } = database;

    public SqlDialect Dialect { get; } = dialect;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>For reading, on the connection that the host's own tables are read by, which is open.</summary>
    public static StoreSession Over(HostDatabase database, CancellationToken cancellationToken) => new(database.Database.GetDbConnection(), database, SqlDialect.Of(database), cancellationToken);

    public SqlStatement Prepare(string sql) => Dialect.Prepare(Connection, sql);

    /// <summary>Runs a statement without values.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql)
    {
        using var statement = Prepare(sql);

        return statement.Run();
    }
}
