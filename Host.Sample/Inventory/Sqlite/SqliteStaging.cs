using System.Globalization;
using Host.Sample.Database;

namespace Host.Sample.Inventory.Sqlite;

/// <inheritdoc/>
/// <remarks>Key, hash, and the fields as one piece, because most of them are like the last run's and are never spread.</remarks>
internal sealed class SqliteStaging(long runId, string streamId) : StagingTable
{
    private SqlStatement? _insert;
    private SqlStatement? _cover;

    /// <summary>The table's name, quoted.</summary>
    public string Name { get; } = SqlName.Quote(string.Create(CultureInfo.InvariantCulture, $"staging-{runId}-{streamId}"));

    /// <summary>The table of the parts that have come, quoted.</summary>
    public string Covered { get; } = SqlName.Quote(string.Create(CultureInfo.InvariantCulture, $"staging-{runId}-{streamId}-covered"));

    public override void Create(StoreSession session, InventorySchema schema)
    {
        session.Execute($"CREATE TABLE IF NOT EXISTS {Name} (row_key TEXT NOT NULL, row_hash BLOB NOT NULL, fields BLOB NOT NULL)");
        session.Execute($"CREATE TABLE IF NOT EXISTS {Covered} (part BLOB PRIMARY KEY) WITHOUT ROWID");
    }

    // What is committed stays.
    public override bool IsWhole(StoreSession session, long rows) => true;

    public override void Clear(StoreSession session)
    {
        session.Execute($"DELETE FROM {Name}");
        session.Execute($"DELETE FROM {Covered}");
    }

    public override void Cover(StoreSession session, IReadOnlyList<string> parts)
    {
        _cover ??= session.Prepare($"INSERT OR IGNORE INTO {Covered} (part) VALUES (?1)");

        foreach (var part in parts)
        {
            _cover.BindBlob(1, RowKeyPart.Of(part)).Run();
        }
    }

    /// <summary>Whether all rows of a part have come: one row when they have. Takes the part as it is written in keys.</summary>
    public SqlStatement AskCovered(StoreSession session) => session.Prepare($"SELECT 1 FROM {Covered} WHERE part = ?1");

    public override void Add(StoreSession session, RowBuffer rows)
    {
        _insert ??= session.Prepare($"INSERT INTO {Name} (row_key, row_hash, fields) VALUES (?1, ?2, ?3)");

        for (var row = 0; row < rows.Count; row++)
        {
            _insert.BindText(1, rows.Key(row)).BindBlob(2, rows.Hash(row)).BindBlob(3, rows.Fields(row).Span).Run();
        }
    }

    public override MergeResult Merge(StoreSession session, InventorySchema schema, int connectorId, long runId, AbsentRows absent) =>
        SqliteMerge.Run(session, schema, this, connectorId, runId, absent);

    public override void Drop(StoreSession session)
    {
        LetGo();
        session.Execute($"DROP TABLE IF EXISTS {Name}");
        session.Execute($"DROP TABLE IF EXISTS {Covered}");
    }

    protected override void Dispose(bool disposing)
    {
        LetGo();
        base.Dispose(disposing);
    }

    private void LetGo()
    {
        _insert?.Dispose();
        _cover?.Dispose();
        (_insert, _cover) = (null, null);
    }
}
