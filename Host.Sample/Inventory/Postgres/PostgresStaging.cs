using System.Globalization;
using System.Text;
using Host.Sample.Database;
using Host.Sample.Database.Postgres;
using Npgsql;

namespace Host.Sample.Inventory.Postgres;

/// <inheritdoc/>
/// <remarks>
/// The fields are spread when they come, by the server's own way for many rows, so that the merge can be left to the server. The table is in no log of the server's, which would be most of the
/// cost: a server that crashes empties it, which is met when the run is taken up.
/// </remarks>
internal sealed class PostgresStaging(long runId, string streamId) : StagingTable
{
    /// <summary>What an index entry of the server holds of a key, with room for the rest of it.</summary>
    internal const int MostKeyBytes = 2_500;

    private string _copy = "";
    private (int Start, int Length, long Number)[] _values = [];

    /// <summary>The table's name, quoted; no longer than the server takes.</summary>
    public string Name { get; } = SqlName.Quote(string.Create(CultureInfo.InvariantCulture, $"staging-{runId}-{streamId}"));

    /// <summary>The table of the parts that have come, quoted.</summary>
    public string Covered { get; } = SqlName.Quote(string.Create(CultureInfo.InvariantCulture, $"staging-{runId}-{streamId}~"));

    public override void Create(StoreSession session, InventorySchema schema)
    {
        var types = schema.Columns.ToDictionary(column => column.Name, column => PostgresDialect.Kept(column.Type), StringComparer.Ordinal);
        List<(string Name, string Type)> columns = [.. schema.StoredColumns.Select(column => (SqlName.Quote(column), types[column]))];
        session.Execute($"CREATE UNLOGGED TABLE IF NOT EXISTS {Name} (row_key {session.Dialect.OwnTypes.Key} NOT NULL, row_hash bytea NOT NULL{string.Concat(columns.Select(column => $", {column.Name} {column.Type}"))})");
        session.Execute($"CREATE UNLOGGED TABLE IF NOT EXISTS {Covered} (part {session.Dialect.OwnTypes.Key} PRIMARY KEY)");

        // Left by a process that died, and the plugin has more columns since.
        foreach (var (name, type) in columns)
        {
            session.Execute($"ALTER TABLE {Name} ADD COLUMN IF NOT EXISTS {name} {type}");
        }

        _copy = $"COPY {Name} (row_key, row_hash{string.Concat(columns.Select(column => $", {column.Name}"))}) FROM STDIN";
        _values = new (int, int, long)[columns.Count];
    }

    public override bool IsWhole(StoreSession session, long rows)
    {
        using var count = session.Prepare($"SELECT count(*) FROM {Name}");

        return count.Number() == rows;
    }

    public override void Clear(StoreSession session) => session.Execute($"TRUNCATE {Name}, {Covered}");

    public override void Cover(StoreSession session, IReadOnlyList<string> parts)
    {
        if (parts.Count == 0)
        {
            return;
        }

        using var cover = session.Prepare($"INSERT INTO {Covered} (part) VALUES (?1) ON CONFLICT DO NOTHING");

        foreach (var part in parts)
        {
            cover.BindText(1, RowKeyPart.Of(part)).Run();
        }
    }

    /// <summary>As <see cref="Cover"/>, of parts as they stand in keys.</summary>
    internal void CoverAsWritten(StoreSession session, SqlStatement parts)
    {
        using var cover = session.Prepare($"INSERT INTO {Covered} (part) VALUES (?1) ON CONFLICT DO NOTHING");

        while (parts.Step())
        {
            cover.BindText(1, parts.Bytes(0)).Run();
        }
    }

    public override void Add(StoreSession session, RowBuffer rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        using var copy = Begin(session);

        for (var row = 0; row < rows.Count; row++)
        {
            Write(copy, rows.Key(row), rows.Hash(row), rows.Fields(row).Span);
        }

        copy.Complete();
    }

    /// <summary>Takes what is staged in the other store, whose rows are in the same form.</summary>
    /// <param name="session">The store.</param>
    /// <param name="rows">Stands before the first row: key, hash, fields.</param>
    /// <returns>How many rows.</returns>
    /// <exception cref="PluginFaultException">A row cannot be kept.</exception>
    internal long Add(StoreSession session, SqlStatement rows)
    {
        using var copy = Begin(session);
        var count = 0L;

        for (; rows.Step(); count++)
        {
            Write(copy, rows.Bytes(0), rows.Bytes(1), rows.Bytes(2));
        }

        copy.Complete();

        return count;
    }

    public override MergeResult Merge(StoreSession session, InventorySchema schema, int connectorId, long runId, AbsentRows absent)
    {
        var result = new PostgresMerge(session, schema, this, connectorId, runId, absent).Run();
        Drop(session);

        return result;
    }

    public override void Drop(StoreSession session) => session.Execute($"DROP TABLE IF EXISTS {Name}, {Covered}");

    private RowCopy Begin(StoreSession session) => new((NpgsqlConnection)session.Connection, _copy);

    private void Write(RowCopy copy, ReadOnlySpan<byte> key, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> row)
    {
        if (key.Length > MostKeyBytes)
        {
            throw new PluginFaultException($"A row of {streamId} has a key of {key.Length} bytes; {MostKeyBytes} is the most that this store takes. It begins '{Encoding.UTF8.GetString(key[..40])}'.");
        }

        copy.Text(key);
        copy.Hash(hash);
        Array.Fill(_values, (0, -1, 0));
        RowFields fields = new(row);

        while (fields.Next())
        {
            _values[fields.Column] = fields.IsNumber ? (-1, 0, fields.Number) : (fields.Place.Start, fields.Place.Length, 0);
        }

        foreach (var (start, length, number) in _values)
        {
            if (length < 0)
            {
                copy.Null();
            }
            else if (start < 0)
            {
                copy.Number(number);
            }
            else
            {
                copy.Text(row.Slice(start, length));
            }
        }

        copy.EndRow();
    }
}
