using System.Runtime.CompilerServices;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Isolation;

/// <summary>Rows that the host reads back for the plugin, a page a question.</summary>
internal sealed class WorkerRows(WorkerAsks asks, int call, bool isBefore) : IRunRows
{
    public async IAsyncEnumerable<StoredRow> ReadAsync(
        string streamId, IReadOnlyList<string> columns, string? afterKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = afterKey;

        while (true)
        {
            var page = await asks.AskAsync<Wire.RowPage>(FrameKind.ReadRows, call, Wire.Write(new Wire.Rows(streamId, columns, after, isBefore)), null, cancellationToken);

            if (page.Keys.Count == 0)
            {
                yield break;
            }

            for (var row = 0; row < page.Keys.Count; row++)
            {
                after = page.Keys[row];

                yield return new(after, [.. page.Values[row].Select((text, index) => StoredText.Read(text, page.Types[index]))]);
            }
        }
    }
}
