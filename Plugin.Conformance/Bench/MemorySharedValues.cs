using System.Text;
using Plugin.Abstractions;

namespace Plugin.Conformance.Bench;

/// <summary>Shared values in memory, with the real ones' promises: read again what somebody else has written, no longer than allowed.</summary>
public sealed class MemorySharedValues(TimeProvider clock) : ISharedValues
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Lock _gate = new();
    private readonly List<string> _written = [];
    private readonly Dictionary<string, (string Value, long Version)> _values = new(StringComparer.Ordinal);

    /// <summary>All that was ever written, and by which keys.</summary>
    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_gate)
            {
                return [.. _written];
            }
        }
    }

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

        if (!IsKept(value, SharedValue.LongestValue))
        {
            throw new ArgumentException("The value is too long or cannot be stored.", nameof(value));
        }

        lock (_gate)
        {
            if (_values.GetValueOrDefault(key).Version != version)
            {
                return Task.FromResult(false);
            }

            _values[key] = (value, version + 1);
            _written.Add($"{key}: {value}");

            return Task.FromResult(true);
        }
    }

    private static void CheckKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);

        if (key.Length > SharedValue.LongestKey || !IsKept(key, int.MaxValue))
        {
            throw new ArgumentException("The key is too long or cannot be stored.", nameof(key));
        }
    }

    private static bool IsKept(string text, int longest)
    {
        try
        {
            return !text.Contains('\0', StringComparison.Ordinal) && Strict.GetByteCount(text) <= longest;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
