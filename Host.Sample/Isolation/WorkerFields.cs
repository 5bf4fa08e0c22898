using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Host.Sample.Isolation;

/// <summary>The fields of a callback, asked for one by one: the contract shows no list of them.</summary>
internal sealed class WorkerFields(WorkerAsks asks, int call) : IReadOnlyDictionary<string, string>
{
    public IEnumerable<string> Keys => throw new NotSupportedException();

    public IEnumerable<string> Values => throw new NotSupportedException();

    public int Count => throw new NotSupportedException();

    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException();

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) =>
        (value = asks.AskAsync<Wire.Text>(FrameKind.ReadField, call, Wire.Write(new Wire.Text(key)), null, CancellationToken.None).GetAwaiter().GetResult().Value) is not null;

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => throw new NotSupportedException();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
