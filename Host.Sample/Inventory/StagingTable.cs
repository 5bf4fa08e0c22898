using Host.Sample.Database;
using Host.Sample.Database.Sqlite;
using Host.Sample.Inventory.Postgres;
using Host.Sample.Inventory.Sqlite;

namespace Host.Sample.Inventory;

/// <summary>Where the rows of one stream of one run wait until the stream ends.</summary>
/// <remarks>Its name has dashes, so that it can be no inventory table.</remarks>
public abstract class StagingTable : IDisposable
{
    /// <summary>The table of a stream of a run, in a store of that dialect.</summary>
    public static StagingTable Of(SqlDialect dialect, long runId, string streamId) =>
        dialect is SqliteDialect ? new SqliteStaging(runId, streamId) : new PostgresStaging(runId, streamId);

    /// <summary>Drops what a run has left behind.</summary>
    public static void DropAll(StoreSession session, long runId) =>
        session.Dialect.Tables(session, $"staging-{SqlName.Number(runId)}-").ForEach(name => session.Execute($"DROP TABLE {SqlName.Quote(name)}"));

    /// <summary>Makes it, or finds it as a dead process left it.</summary>
    public abstract void Create(StoreSession session, InventorySchema schema);

    /// <summary>Whether a table that was found still has all rows that were put there.</summary>
    public abstract bool IsWhole(StoreSession session, long rows);

    /// <summary>Forgets all rows and covered parts.</summary>
    public abstract void Clear(StoreSession session);

    /// <summary>Notes that all rows of these parts have come.</summary>
    public abstract void Cover(StoreSession session, IReadOnlyList<string> parts);

    /// <exception cref="PluginFaultException">A row cannot be kept.</exception>
    public abstract void Add(StoreSession session, RowBuffer rows);

    /// <summary>Turns the differences between the staged rows and the known ones into versions, hashes the row set, and drops the table, all within the session's transaction. Rows that are as before are not touched.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="schema">The stream's table.</param>
    /// <param name="connectorId">Whose rows.</param>
    /// <param name="runId">The run.</param>
    /// <param name="absent">What becomes of rows that did not come.</param>
    public abstract MergeResult Merge(StoreSession session, InventorySchema schema, int connectorId, long runId, AbsentRows absent);

    public abstract void Drop(StoreSession session);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
