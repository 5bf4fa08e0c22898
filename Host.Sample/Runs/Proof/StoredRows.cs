using System.Text;
using Host.Sample.Database;
using Host.Sample.Inventory;

namespace Host.Sample.Runs.Proof;

/// <summary>Reads the rows of a run back and makes their hashes again, one row at a time.</summary>
internal sealed class StoredRows(StoreSession session, int connectorId, long runId)
{
    private const int RowsBetweenChecks = 1024;

    /// <summary>Reads a stream's rows as of the run.</summary>
    /// <param name="schema">The table, its columns in the order of the store.</param>
    /// <param name="certified">What was certified.</param>
    /// <param name="findings">Where what was altered is told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public StreamVerification Verify(InventorySchema schema, CertifiedStream certified, List<string> findings, CancellationToken cancellationToken)
    {
        // Keys and hashes are read from the index: whether the table says the same is a question of the file's own integrity.
        if (session.Dialect.Damage(session, schema.Table) is { } damage)
        {
            findings.Add($"The store was altered or is damaged where {schema.Description.Id} is kept: {damage}");
        }

        var columns = StoredRowHash.Columns(schema);
        using var rows = session.Prepare(
            $"SELECT row_key, row_hash, {string.Join(", ", columns)} FROM {schema.Table}{schema.ByKey} "
            + "WHERE connector_id = ?1 AND from_run <= ?2 AND (to_run IS NULL OR to_run > ?2) ORDER BY row_key");
        rows.Bind(1, connectorId).Bind(2, runId);
        using RowSetHasher set = new();
        StoredRowHash hash = new();
        var (altered, first) = (0L, (string?)null);

        for (var step = 0; rows.Step(); step++)
        {
            if (step % RowsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            // The set is made of what the rows hash to now, so that an altered value shows twice: by its row, and in the set.
            var made = hash.Of(rows, first: 2, columns.Count);

            if (!made.SequenceEqual(rows.Bytes(1)))
            {
                altered++;
                first ??= Encoding.UTF8.GetString(rows.Bytes(0));
            }

            set.Add(rows.Bytes(0), made);
        }

        var (count, setHash) = set.End();
        Tell(schema.Description.Id, certified, count, setHash, altered, first, findings);

        return new(certified.Id, count, certified.Rows ?? 0, altered, first, altered == 0 && count == certified.Rows && setHash == certified.RowSetHash);
    }

    private static void Tell(string stream, CertifiedStream certified, long count, string setHash, long altered, string? first, List<string> findings)
    {
        if (altered > 0)
        {
            findings.Add($"{Cli.Words.Count(altered, "row")} of {stream} {(altered == 1 ? "holds other values" : "hold other values")} than {(altered == 1 ? "its hash was" : "their hashes were")} made from; the first has the key '{first}'.");
        }

        if (count != certified.Rows)
        {
            findings.Add($"{stream} has {Cli.Words.Count(count, "row")} as of the run, and {Cli.Words.Number(certified.Rows ?? 0)} were certified.");
        }
        else if (setHash != certified.RowSetHash && altered == 0)
        {
            findings.Add($"The rows of {stream} as of the run are as many as were certified, and not the same: keys, hashes or the runs that they belong to were altered.");
        }
    }
}
