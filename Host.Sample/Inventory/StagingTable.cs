using System.Globalization;
using Host.Sample.Database;

namespace Host.Sample.Inventory;

/// <summary>Where the rows of one stream of one run wait until the stream ends: key, hash, and the fields as one piece, because most of them are like the last run's and are never spread.</summary>
/// <remarks>Its name has dashes, so that it can be no inventory table.</remarks>
public sealed class StagingTable(long runId, string streamId) : IDisposable
{
    private SqlStatement? _insert;

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

    public void Create(StoreSession session) =>
        session.Execute($"CREATE TABLE IF NOT EXISTS {Name} (row_key TEXT NOT NULL, row_hash BLOB NOT NULL, fields BLOB NOT NULL)");

    /// <summary>Forgets all rows.</summary>
    public void Clear(StoreSession session) => session.Execute($"DELETE FROM {Name}");

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
    }

    public void Dispose()
    {
        _insert?.Dispose();
        _insert = null;
    }
}
