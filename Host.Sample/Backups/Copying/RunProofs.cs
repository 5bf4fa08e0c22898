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
    private Dictionary<long, Run> _runs = [];

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
        _runs = session.Database.Runs.AsNoTracking().Include(run => run.Streams)
            .Where(run => run.ConnectorId == connector.Id && (run.State == RunState.Published || run.State == RunState.Held) && run.PrunedAt == null).ToDictionary(run => run.Id);
        var before = _findings.Count;

        foreach (var run in _runs.Values)
        {
            CheckCertificate(run);
        }

        var rows = 0L;
        var evidence = _runs.Values.SelectMany(run => run.Streams).Where(stream => stream.RowSetHash is not null).GroupBy(stream => stream.StreamId).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var sets = 0;

        foreach (var stream in evidence)
        {
            tell($"Holding {stream.Key} of {connector.Name} against {stream.Count()} runs");
            sets += stream.Count();

            foreach (var some in stream.OrderBy(entry => entry.RunId).Chunk(RunsAtOnce))
            {
                rows += Prove(connector, stream.Key, some);
            }
        }

        return new(connector.Name, _runs.Count, sets, rows, _findings.Count == before);
    }

    private long Prove(Connector connector, string streamId, StreamRun[] runs)
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

                if (found.Hash != run.RowSetHash || found.Count != run.RowCount)
                {
                    _findings.Add($"{streamId} as of run {run.RunId} of {connector.Name} has {Cli.Words.Count(found.Count, "row")} that hash to {found.Hash[..16]}; certified were {Cli.Words.Number(run.RowCount ?? 0)} that hash to {run.RowSetHash![..16]}.");
                }
            }

            return rows;
        }
        finally
        {
            Array.ForEach(sets, set => set.Dispose());
        }
    }

    private void Read(InventorySchema schema, int connectorId, StreamRun[] runs, RowSetHasher[] sets)
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
}
