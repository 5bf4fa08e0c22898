using Microsoft.Data.Sqlite;

namespace Host.Sample.Database;

/// <summary>What one transaction of the store's writer may use. Nothing of it is kept after the transaction.</summary>
public sealed class StoreSession(SqliteConnection connection, HostDatabase database, CancellationToken cancellationToken)
{
    public SqliteConnection Connection { get; } = connection;

    /// <summary>The host's own tables, in the same transaction.</summary>
    public HostDatabase Database { get; } = database;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public SqlStatement Prepare(string sql) => new(Connection, sql);

    /// <summary>Runs a statement without values.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql)
    {
        using var statement = Prepare(sql);

        return statement.Run();
    }
}
