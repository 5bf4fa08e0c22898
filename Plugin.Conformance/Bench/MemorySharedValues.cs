using System.Text;
using Plugin.Abstractions;

namespace Plugin.Conformance.Bench;

/// <summary>Shared values in memory, with the real ones' promises: read again what somebody else has written, no longer than allowed.</summary>
public sealed class MemorySharedValues(TimeProvider clock) : ISharedValues
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Value, long Version)> _values = new(StringComparer.Ordinal);

    public Task<SharedValue> ReadAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckKey(key);

        lock (_gate)
        {
            return Task.FromResult<SharedValue>(_values.TryGetValue(key, out var kept) ? new(kept.Value, kept.Version, clock.GetUtcNow()) : new(null, 0, clock.GetUtcNow()));
        }
    }

    public Task<bool> TryWriteAsync(string key, string value, long version, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckKey(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(value), SharedValue.LongestValue);

        lock (_gate)
        {
            if (_values.GetValueOrDefault(key).Version != version)
            {
                return Task.FromResult(false);
            }

            _values[key] = (value, version + 1);

            return Task.FromResult(true);
        }
    }

    private static void CheckKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, SharedValue.LongestKey);
    }
}
