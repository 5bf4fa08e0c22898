using System.Globalization;
using Plugin.Conformance;
using Plugin.Conformance.Bench;

namespace Host.Sample.Conformance;

/// <summary>Reads large streams and watches what stays in memory while the pages go by.</summary>
internal static class MemoryUse
{
    private const int RowsASample = 500;
    private const int FewestSamples = 6;
    private const long MostBytes = 2 * 1024 * 1024;
    private const long MostBytesARow = 64;

    public static async Task FindAsync(ConformanceSubject subject, Findings findings, Action<string> note, CancellationToken cancellationToken)
    {
        await using var session = subject.Begin();
        var streams = session.StreamsInOrder();
        var readBack = streams.SelectMany(stream => stream.ReadsBack).ToHashSet();
        var looked = new List<string>();

        foreach (var stream in streams)
        {
            if (readBack.Contains(stream.Id))
            {
                // Its rows are kept for others, by us: nothing could be told of it.
                await session.CollectAsync(new() { StreamId = stream.Id }, cancellationToken);

                continue;
            }

            var recorder = new FieldRecorder(stream);
            var samples = new List<(long Rows, long Bytes)>();
            var rows = 0L;

            await foreach (var page in session.Connector.CollectAsync(session.Context, new() { StreamId = stream.Id }, cancellationToken).WithCancellation(cancellationToken))
            {
                for (var index = 0; index < page.RowCount; index++)
                {
                    page.WriteRow(index, recorder);
                    recorder.TakeRow();
                }

                rows += page.RowCount;

                if (samples.Count == 0 || rows - samples[^1].Rows >= RowsASample)
                {
                    samples.Add((rows, Live()));
                }
            }

            if (samples.Count < FewestSamples)
            {
                continue;
            }

            // What is made once, on the first pages, does not count.
            var (first, last) = (samples[samples.Count / 4], samples[^1]);
            var grown = last.Bytes - first.Bytes;
            looked.Add(string.Create(CultureInfo.InvariantCulture, $"{stream.Id} {grown / 1024:N0} kB over {last.Rows - first.Rows:N0} rows"));
            findings.Require(
                grown < MostBytes || grown / (last.Rows - first.Rows) < MostBytesARow,
                string.Create(CultureInfo.InvariantCulture, $"Memory has grown by {grown / 1024:N0} kB while {last.Rows - first.Rows:N0} rows of {stream.Id} went by: rows are kept somewhere."));
        }

        note(looked.Count == 0 ? $"No stream has the {FewestSamples * RowsASample} rows that a growth would show in." : string.Join("; ", looked));
    }

    private static long Live()
    {
        GC.Collect();

        return GC.GetTotalMemory(forceFullCollection: false);
    }
}
