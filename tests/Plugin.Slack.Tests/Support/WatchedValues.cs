using System.Collections.Concurrent;
using Plugin.Abstractions;

namespace Plugin.Slack.Tests.Support;

/// <summary>Shared values that are watched on their way, delayed or kept from coming.</summary>
internal sealed class WatchedValues(ISharedValues inner) : ISharedValues
{
    /// <summary>Before and after each use of the store.</summary>
    public Func<Task> OnTheWay { get; init; } = () => Task.CompletedTask;

    /// <summary>What the store fails by; null: it works.</summary>
    public Func<Exception>? Trouble { get; set; }

    /// <summary>Whether somebody else is always faster.</summary>
    public bool IsAlwaysLate { get; set; }

    public ConcurrentQueue<string> Reads { get; } = [];

    public ConcurrentQueue<(string Key, string Value)> Writes { get; } = [];

    public async Task<SharedValue> ReadAsync(string key, CancellationToken cancellationToken)
    {
        Reads.Enqueue(key);
        await UseAsync();
        var value = await inner.ReadAsync(key, cancellationToken);
        await OnTheWay();

        return value;
    }

    public async Task<bool> TryWriteAsync(string key, string value, long version, CancellationToken cancellationToken)
    {
        await UseAsync();
        var isWritten = !IsAlwaysLate && await inner.TryWriteAsync(key, value, version, cancellationToken);
        await OnTheWay();

        if (isWritten)
        {
            Writes.Enqueue((key, value));
        }

        return isWritten;
    }

    private Task UseAsync() => Trouble is null ? OnTheWay() : throw Trouble();
}
