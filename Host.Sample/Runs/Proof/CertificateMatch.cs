using Host.Sample.Database;

namespace Host.Sample.Runs.Proof;

/// <summary>Holds a certificate against the records of its run.</summary>
internal static class CertificateMatch
{
    /// <summary>What the records say otherwise, in a sentence; null: nothing.</summary>
    /// <param name="content">The certificate.</param>
    /// <param name="run">The run with its streams.</param>
    /// <param name="erasures">Erasures that the certificate need not know yet, by stream.</param>
    public static string? Difference(CertificateContent content, Run run, ILookup<string, CertifiedErasure> erasures)
    {
        if (content.Run.Id != run.Id || content.Connector.Id != run.ConnectorId)
        {
            return $"It is the certificate of run {content.Run.Id} of connector {content.Connector.Id}.";
        }

        if (content.Streams.Count != run.Streams.Count)
        {
            return $"It has {content.Streams.Count} streams, and the run's record has {run.Streams.Count}.";
        }

        foreach (var stream in run.Streams)
        {
            var certified = content.Streams.FirstOrDefault(entry => entry.Id == stream.StreamId);

            if (certified is null
                || (certified.State, certified.Added, certified.Changed, certified.Removed) != (stream.State, stream.Added, stream.Changed, stream.Removed)
                || ((certified.Rows, certified.RowSetHash) != (stream.RowCount, stream.RowSetHash) && !LeadsTo(certified, stream, erasures[stream.StreamId])))
            {
                return $"The run's record of the stream {stream.StreamId} is not what was certified.";
            }
        }

        return null;
    }

    /// <summary>Whether erasures lead from the certified rows to those of the record.</summary>
    private static bool LeadsTo(CertifiedStream certified, StreamRun stream, IEnumerable<CertifiedErasure> erasures)
    {
        var now = certified.Erasures is [var first, ..] ? (Rows: (long?)first.RowsBefore, RowSetHash: (string?)first.RowSetHashBefore) : (Rows: certified.Rows, RowSetHash: certified.RowSetHash);

        foreach (var erasure in erasures)
        {
            now = erasure.RowSetHashBefore == now.RowSetHash ? (erasure.RowsAfter, erasure.RowSetHashAfter) : now;
        }

        return now == (stream.RowCount, stream.RowSetHash);
    }
}
