using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Runs.Proof;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Host.Sample.Backups.Copying;

/// <summary>Makes the row sets of all runs whose rows are kept again, from the rows in the database, and holds them against what the runs certified.</summary>
/// <remarks>A stream's versions are read once for many runs, in the order of their keys: each is part of every run from the one that brought it to the one that ended it.</remarks>
internal sealed class RunProofs(NpgsqlConnection connection, StoreSession session)
{
    /// <summary>Each takes a buffer.</summary>
    private const int RunsAtOnce = 256;

    private const int RowsBetweenChecks = 1024;

    private readonly List<string> _findings = [];

    /// <summary>What is not as it was certified, each in a sentence.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <returns>What was held against the certificates, by connector.</returns>
    public List<ProvenConnector> Prove(Action<string> tell)
    {
        var connectors = session.Database.Connectors.AsNoTracking().OrderBy(connector => connector.Name).ToList();

        return [.. connectors.Select(connector => Prove(connector, tell))];
    }

    private ProvenConnector Prove(Connector connector, Action<string> tell)
    {
        var before = _findings.Count;
        var (runs, evidence) = CheckCertificates(connector);
        var rows = 0L;

        foreach (var stream in evidence.GroupBy(entry => entry.StreamId).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            tell($"Holding {stream.Key} of {connector.Name} against {stream.Count()} runs");

            foreach (var some in stream.OrderBy(entry => entry.RunId).Chunk(RunsAtOnce))
            {
                rows += Prove(connector, stream.Key, some);
            }
        }

        return new(connector.Name, runs, evidence.Count, rows, _findings.Count == before);
    }

    // One run at a time: of many years' certificates only what they say of row sets is kept.
    private (int Runs, List<Evidence> Evidence) CheckCertificates(Connector connector)
    {
        List<Evidence> evidence = [];
        var runs = 0;

        foreach (var run in session.Database.Runs.AsNoTracking().Include(run => run.Streams)
            .Where(run => run.ConnectorId == connector.Id && (run.State == RunState.Published || run.State == RunState.Held) && run.PrunedAt == null).OrderBy(run => run.Id))
        {
            runs++;
            CheckCertificate(run);
            evidence.AddRange(run.Streams.Where(stream => stream.RowSetHash is not null).Select(stream => new Evidence(run.Id, stream.StreamId, stream.RowCount ?? 0, stream.RowSetHash!)));
        }

        return (runs, evidence);
    }

    private long Prove(Connector connector, string streamId, Evidence[] runs)
    {
        if (InventoryTables.Find(session.Database, connector.PluginId, streamId) is not { } schema)
        {
            _findings.Add($"The table of {streamId} is gone.");

            return 0;
        }

        RowSetHasher[] sets = [.. runs.Select(_ => new RowSetHasher())];

        try
        {
            Read(schema, connector.Id, runs, sets);
            var rows = 0L;

            foreach (var (run, set) in runs.Zip(sets))
            {
                var found = set.End();
                rows += found.Count;

                if (found.Hash != run.Hash || found.Count != run.Rows)
                {
                    _findings.Add($"{streamId} as of run {run.RunId} of {connector.Name} has {Cli.Words.Count(found.Count, "row")} that hash to {found.Hash[..16]}; certified were {Cli.Words.Number(run.Rows)} that hash to {run.Hash[..Math.Min(16, run.Hash.Length)]}.");
                }
            }

            return rows;
        }
        finally
        {
            Array.ForEach(sets, set => set.Dispose());
        }
    }

    private void Read(InventorySchema schema, int connectorId, Evidence[] runs, RowSetHasher[] sets)
    {
        var numbers = runs.Select(run => run.RunId).ToArray();
        using RowReceiver versions = new(
            connection,
            $"COPY (SELECT row_key, row_hash, from_run, to_run FROM {schema.Table} WHERE connector_id = {SqlName.Number(connectorId)} AND from_run <= {SqlName.Number(numbers[^1])} AND (to_run IS NULL OR to_run > {SqlName.Number(numbers[0])}) ORDER BY row_key) TO STDOUT (FORMAT BINARY)",
            columns: 4);

        for (var count = 0; versions.Step(); count++)
        {
            if (count % RowsBetweenChecks == 0)
            {
                session.CancellationToken.ThrowIfCancellationRequested();
            }

            var from = Array.BinarySearch(numbers, versions.Int64(2)) is var found && found >= 0 ? found : ~found;
            var end = versions.IsNull(3) ? long.MaxValue : versions.Int64(3);

            for (var run = from; run < numbers.Length && numbers[run] < end; run++)
            {
                sets[run].Add(versions.Bytes(0), versions.Bytes(1));
            }
        }
    }

    private void CheckCertificate(Run run)
    {
        if (run.CertificateJson is not { } json)
        {
            return;
        }

        try
        {
            var certificate = SealedCertificate.Parse(json);

            if ((certificate.Check() ?? CertificateMatch.Difference(certificate.Content, run, Array.Empty<CertifiedErasure>().ToLookup(_ => ""))) is { } broken)
            {
                _findings.Add($"The certificate of run {run.Id}: {broken}");
            }
        }
        catch (FormatException exception)
        {
            _findings.Add($"The certificate of run {run.Id} {exception.Message}");
        }
    }

    /// <summary>What a run left behind of a stream.</summary>
    private sealed record Evidence(long RunId, string StreamId, long Rows, string Hash);
}
