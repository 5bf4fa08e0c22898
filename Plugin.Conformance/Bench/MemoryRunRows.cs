using System.Globalization;
using System.Runtime.CompilerServices;
using Plugin.Abstractions.Collection;

namespace Plugin.Conformance.Bench;

/// <summary>The rows of a run in memory, in the order of their keys, as a store would read them back.</summary>
public sealed class MemoryRunRows : IRunRows
{
    private const char KeySeparator = '\u001F';

    private readonly Dictionary<string, (StreamDescription Stream, SortedList<string, IReadOnlyList<object?>> Rows)> _streams = [];

    /// <summary>Adds or replaces a row.</summary>
    /// <param name="stream">Its stream.</param>
    /// <param name="row">Its values, one a column.</param>
    public void Add(StreamDescription stream, IReadOnlyList<object?> row)
    {
        if (!_streams.TryGetValue(stream.Id, out var kept))
        {
            kept = (stream, new(StringComparer.Ordinal));
            _streams[stream.Id] = kept;
        }

        kept.Rows[KeyOf(stream, row)] = row;
    }

    /// <summary>Forgets a stream's rows, as when it starts over.</summary>
    /// <param name="streamId">The stream.</param>
    public void Forget(string streamId) => _streams.Remove(streamId);

    /// <summary>A row's key as one text.</summary>
    /// <param name="stream">The row's stream.</param>
    /// <param name="row">The row's values, one a column.</param>
    /// <returns>The values of the key columns, joined by a separator.</returns>
    public static string KeyOf(StreamDescription stream, IReadOnlyList<object?> row) => string.Join(
        KeySeparator,
        stream.Columns.Select((column, index) => (column, index)).Where(pair => pair.column.Meaning.IsKey).Select(pair => Convert.ToString(row[pair.index], CultureInfo.InvariantCulture)));

    public async IAsyncEnumerable<StoredRow> ReadAsync(
        string streamId, IReadOnlyList<string> columns, string? afterKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A real store waits here; whoever reads must be ready for it.
        await Task.Yield();

        if (!_streams.TryGetValue(streamId, out var kept))
        {
            yield break;
        }

        int[] indexes = [.. columns.Select(name => IndexOf(kept.Stream, name))];

        foreach (var (key, row) in kept.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();

            if (afterKey is null || string.CompareOrdinal(key, afterKey) > 0)
            {
                yield return new(key, [.. indexes.Select(index => row[index])]);
            }
        }
    }

    private static int IndexOf(StreamDescription stream, string column)
    {
        for (var index = 0; index < stream.Columns.Count; index++)
        {
            if (stream.Columns[index].Name == column)
            {
                return index;
            }
        }

        throw new ArgumentException($"Stream '{stream.Id}' has no column '{column}'.", nameof(column));
    }
}
