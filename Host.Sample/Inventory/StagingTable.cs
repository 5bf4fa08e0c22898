using System.Globalization;
using Host.Sample.Database;

namespace Host.Sample.Inventory;

/// <summary>Where the rows of one stream of one run wait until the stream ends: key, hash, and the fields as one piece, because most of them are like the last run's and are never spread.</summary>
/// <remarks>Its name has dashes, so that it can be no inventory table.</remarks>
public sealed class StagingTable(long runId, string streamId) : IDisposable
{
    private readonly string _covered = SqlName.Quote(string.Create(CultureInfo.InvariantCulture, $"staging-{runId}-{streamId}-covered"));
    private SqlStatement? _insert;
    private SqlStatement? _cover;

    /// <summary>The table's name, quoted.</summary>
    public string Name { get; } = SqlName.Quote(string.Create(CultureInfo.InvariantCulture, $"staging-{runId}-{streamId}"));

    /// <summary>Drops what a run has left behind.</summary>
    public static void DropAll(StoreSession session, long runId)
    {
        List<string> names = [];

        using (var left = session.Prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, length(?1)) = ?1"))
        {
            left.Bind(1, string.Create(CultureInfo.InvariantCulture, $"staging-{runId}-"));

            while (left.Step())
            {
                names.Add(left.Text(0));
            }
        }

        names.ForEach(name => session.Execute($"DROP TABLE {SqlName.Quote(name)}"));
    }

    public void Create(StoreSession session)
    {
        session.Execute($"CREATE TABLE IF NOT EXISTS {Name} (row_key TEXT NOT NULL, row_hash BLOB NOT NULL, fields BLOB NOT NULL)");
        session.Execute($"CREATE TABLE IF NOT EXISTS {_covered} (part BLOB PRIMARY KEY) WITHOUT ROWID");
    }

    /// <summary>Forgets all rows and covered parts.</summary>
    public void Clear(StoreSession session)
    {
        session.Execute($"DELETE FROM {Name}");
        session.Execute($"DELETE FROM {_covered}");
    }

    /// <summary>Notes that all rows of these parts have come.</summary>
    public void Cover(StoreSession session, IReadOnlyList<string> parts)
    {
        _cover ??= session.Prepare($"INSERT OR IGNORE INTO {_covered} (part) VALUES (?1)");

        foreach (var part in parts)
        {
            _cover.BindBlob(1, RowKeyPart.Of(part)).Run();
        }
    }

    /// <summary>Whether all rows of a part have come: one row when they have. Takes the part as it is written in keys.</summary>
    public SqlStatement AskCovered(StoreSession session) => session.Prepare($"SELECT 1 FROM {_covered} WHERE part = ?1");

    public void Add(StoreSession session, RowBuffer rows)
    {
        _insert ??= session.Prepare($"INSERT INTO {Name} (row_key, row_hash, fields) VALUES (?1, ?2, ?3)");

        for (var row = 0; row < rows.Count; row++)
        {
            _insert.BindText(1, rows.Key(row)).BindBlob(2, rows.Hash(row)).BindBlob(3, rows.Fields(row)).Run();
        }
    }

    public void Drop(StoreSession session)
    {
        Dispose();
        session.Execute($"DROP TABLE IF EXISTS {Name}");
        session.Execute($"DROP TABLE IF EXISTS {_covered}");
    }

    public void Dispose()
    {
        _insert?.Dispose();
        _cover?.Dispose();
        (_insert, _cover) = (null, null);
    }
}
