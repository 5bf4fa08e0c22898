using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Plugin.Abstractions.Collection;
using Plugin.Conformance.Bench;

namespace Plugin.Slack.Tests.Support;

/// <summary>What a store would hold after some runs, kept by the rules of the contract's stream modes.</summary>
internal sealed class MemoryInventory : IRunRows
{
    private readonly Dictionary<string, StreamDescription> _streams = [];
    private readonly Dictionary<string, Dictionary<string, Dictionary<string, object?>>> _rows = [];
    private readonly ConcurrentDictionary<string, KeyValuePair<string, Dictionary<string, object?>>[]> _sorted = [];
    private readonly Dictionary<string, Checkpoint> _marks = [];
    private readonly HashSet<string> _complete = [];

    public Checkpoint? MarkOf(string stream) => _marks.GetValueOrDefault(stream);

    public bool WasComplete(string stream) => _complete.Contains(stream);

    public IReadOnlyCollection<Dictionary<string, object?>> Rows(string stream) => _rows.TryGetValue(stream, out var rows) ? rows.Values : [];

    public void Forget(string stream)
    {
        _rows.Remove(stream);
        _sorted.TryRemove(stream, out _);
    }

    public void Put(StreamDescription stream, IEnumerable<Dictionary<string, object?>> rows)
    {
        _streams[stream.Id] = stream;
        _sorted.TryRemove(stream.Id, out _);
        var kept = Of(stream.Id);

        foreach (var row in rows)
        {
            kept[KeyOf(stream, row)] = row;
        }
    }

    public void Keep(StreamDescription stream, CollectedStream collected)
    {
        var isComplete = collected.End.Outcome is StreamOutcome.Complete;

        if (stream.Mode is StreamMode.PartedSnapshot)
        {
            var gone = Of(stream.Id).Where(row => collected.Covered.Contains((string)row.Value[stream.PartColumn!]!)).Select(row => row.Key).ToList();
            gone.ForEach(key => Of(stream.Id).Remove(key));
        }
        else if (stream.Mode is StreamMode.Snapshot && isComplete)
        {
            Of(stream.Id).Clear();
        }

        Put(stream, collected.Rows);
        _ = isComplete && _complete.Add(stream.Id);

        if (collected.End.HighWaterMark is { } mark)
        {
            _marks[stream.Id] = mark;
        }
    }

    public MemoryInventory Copy()
    {
        MemoryInventory copy = new();

        foreach (var (id, stream) in _streams)
        {
            copy._streams[id] = stream;
            copy._rows[id] = new(_rows[id]);
        }

        return copy;
    }

    public async IAsyncEnumerable<StoredRow> ReadAsync(string streamId, IReadOnlyList<string> columns, string? afterKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A real store waits here; whoever reads must be ready for it.
        await Task.Yield();

        if (!_sorted.TryGetValue(streamId, out var sorted))
        {
            sorted = [.. Of(streamId).OrderBy(row => row.Key, StringComparer.Ordinal)];
            _sorted[streamId] = sorted;
        }

        foreach (var (key, row) in sorted)
        {
            if (afterKey is not null && string.CompareOrdinal(key, afterKey) <= 0)
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();

            yield return new(key, [.. columns.Select(column => row[column])]);
        }
    }

    private Dictionary<string, Dictionary<string, object?>> Of(string stream) => _rows.TryGetValue(stream, out var rows) ? rows : _rows[stream] = [];

    private static string KeyOf(StreamDescription stream, Dictionary<string, object?> row) => MemoryRunRows.KeyOf(stream, [.. stream.Columns.Select(column => row[column.Name])]);
}
