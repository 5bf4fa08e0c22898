using Host.Sample.Database;

namespace Host.Sample.Inventory.Sqlite;

/// <summary>The end of a stream: walks along the staged rows and the known ones, both in the order of their keys, and turns the differences into versions.</summary>
/// <remarks>
/// Rows that are as before are not touched, and the row set is hashed on the way. One pass measured half the time of the same work as a handful of SQL joins.
/// Must be used within one transaction.
/// </remarks>
internal sealed class SqliteMerge : IDisposable
{
    private const int FirstColumn = 5;
    private const int RowsBetweenChecks = 1024;

    private readonly StoreSession _session;
    private readonly AbsentRows _absent;
    private readonly bool _isFirst;
    private readonly SqlStatement _came;
    private readonly SqlStatement _known;
    private readonly SqlStatement _fields;
    private readonly SqlStatement _close;
    private readonly SqlStatement _open;
    private readonly SqlStatement _covered;
    private readonly RowSetHasher _rowSet = new();
    private byte[] _lastKey = new byte[256];
    private int _lastKeyLength = -1;
    private readonly int _partPlace;
    private byte[]? _lastPart;
    private bool _isLastPartCovered;
    private long _added;
    private long _changed;
    private long _removed;
    private long _repeated;

    private SqliteMerge(StoreSession session, InventorySchema schema, SqliteStaging staging, int connectorId, long runId, AbsentRows absent)
    {
        _session = session;
        _absent = absent;
        _partPlace = schema.Columns.Where(column => column.IsKey).TakeWhile(column => column.Name != schema.Description.PartColumn).Count();

        // What this merge itself opens and closes must not meet it again: hence from_run.
        _known = session.Prepare(
            $"SELECT row_key, row_hash, rowid FROM {schema.Table}{schema.ByKey} "
            + "WHERE connector_id = ?1 AND to_run IS NULL AND from_run < ?2 ORDER BY row_key");
        _known.Bind(1, connectorId).Bind(2, runId);
        _isFirst = !_known.Step();

        // All fields are wanted the first time, so they are sorted along; later few are, and fetched when they are. Of rows with the same key the last one comes first.
        _came = session.Prepare($"SELECT row_key, row_hash, rowid{(_isFirst ? ", fields" : "")} FROM {staging.Name} ORDER BY row_key, rowid DESC");
        _fields = session.Prepare($"SELECT fields FROM {staging.Name} WHERE rowid = ?1");
        _close = session.Prepare($"UPDATE {schema.Table} SET to_run = ?1 WHERE rowid = ?2");
        _close.Bind(1, runId);
        _covered = staging.AskCovered(session);

        var names = string.Concat(schema.StoredColumns.Select(column => $", {SqlName.Quote(column)}"));
        var values = string.Concat(Enumerable.Range(FirstColumn, schema.StoredColumns.Count).Select(position => $", ?{position}"));
        _open = session.Prepare(
            $"INSERT INTO {schema.Table} (connector_id, from_run, row_key, row_hash{names}) VALUES ({SqlName.Number(connectorId)}, {SqlName.Number(runId)}, ?3, ?4{values})");
    }

    /// <summary>Merges and drops the staging table, inside the session's transaction.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="schema">The stream's table.</param>
    /// <param name="staging">The stream's rows of this run.</param>
    /// <param name="connectorId">Whose rows.</param>
    /// <param name="runId">The run.</param>
    /// <param name="absent">What becomes of rows that did not come.</param>
    public static MergeResult Run(StoreSession session, InventorySchema schema, SqliteStaging staging, int connectorId, long runId, AbsentRows absent)
    {
        MergeResult result;

        using (var merge = new SqliteMerge(session, schema, staging, connectorId, runId, absent))
        {
            result = merge.Walk();
        }

        staging.Drop(session);

        return result;
    }

    public void Dispose()
    {
        _came.Dispose();
        _known.Dispose();
        _fields.Dispose();
        _close.Dispose();
        _open.Dispose();
        _covered.Dispose();
        _rowSet.Dispose();
    }

    private MergeResult Walk()
    {
        var hasCome = NextCame();
        var hasKnown = !_isFirst;

        for (var step = 0; hasCome || hasKnown; step++)
        {
            if (step % RowsBetweenChecks == 0)
            {
                _session.CancellationToken.ThrowIfCancellationRequested();
            }

            var order = !hasKnown ? -1 : !hasCome ? 1 : _came.Bytes(0).SequenceCompareTo(_known.Bytes(0));

            if (order > 0)
            {
                Absent();
                hasKnown = _known.Step();
            }
            else if (order < 0)
            {
                _added++;
                Open();
                hasCome = NextCame();
            }
            else
            {
                Present();
                hasCome = NextCame();
                hasKnown = _known.Step();
            }
        }

        return new(_added, _changed, _removed, _repeated, _rowSet.End());
    }

    private void Absent()
    {
        if (_absent is AbsentRows.AreGone || (_absent is AbsentRows.AreGoneFromCoveredParts && IsCovered(RowKeyPart.At(_known.Bytes(0), _partPlace))))
        {
            _removed++;
            Close();
        }
        else
        {
            _rowSet.Add(_known.Bytes(0), _known.Bytes(1));
        }
    }

    /// <summary>Keys come in order, so where the part comes first most rows are of the one that was asked about last.</summary>
    private bool IsCovered(ReadOnlySpan<byte> part)
    {
        if (_lastPart is null || !part.SequenceEqual(_lastPart))
        {
            _lastPart = part.ToArray();
            _isLastPartCovered = _covered.BindBlob(1, part).Number() == 1;
        }

        return _isLastPartCovered;
    }

    private void Present()
    {
        if (_came.Bytes(1).SequenceEqual(_known.Bytes(1)))
        {
            _rowSet.Add(_known.Bytes(0), _known.Bytes(1));
        }
        else
        {
            _changed++;
            Close();
            Open();
        }
    }

    private bool NextCame()
    {
        while (_came.Step())
        {
            var key = _came.Bytes(0);

            if (_lastKeyLength >= 0 && key.SequenceEqual(_lastKey.AsSpan(0, _lastKeyLength)))
            {
                _repeated++;

                continue;
            }

            if (key.Length > _lastKey.Length)
            {
                _lastKey = new byte[key.Length * 2];
            }

            key.CopyTo(_lastKey);
            _lastKeyLength = key.Length;

            return true;
        }

        return false;
    }

    private void Close() => _close.Bind(2, _known.Int64(2)).Run();

    private void Open()
    {
        _rowSet.Add(_came.Bytes(0), _came.Bytes(1));
        _open.Clear();
        _open.BindText(3, _came.Bytes(0)).BindBlob(4, _came.Bytes(1));

        if (_isFirst)
        {
            BindFields(_came.Bytes(3));
        }
        else if (_fields.Bind(1, _came.Int64(2)).Step())
        {
            BindFields(_fields.Bytes(0));
            _fields.Reset();
        }

        _open.Run();
    }

    private void BindFields(ReadOnlySpan<byte> bytes)
    {
        RowFields fields = new(bytes);

        while (fields.Next())
        {
            if (fields.IsNumber)
            {
                _open.Bind(FirstColumn + fields.Column, fields.Number);
            }
            else
            {
                _open.BindText(FirstColumn + fields.Column, fields.Text);
            }
        }
    }
}
