using System.Collections.Concurrent;

namespace Host.Sample.Plugins;

/// <summary>Tells a folder that is still being copied from one that is complete: whoever serves for days must never load half a plugin.</summary>
/// <remarks>Switched off, as in a command that ends at once, every folder counts as complete.</remarks>
public sealed class PluginArrivals(TimeProvider clock)
{
    private static readonly TimeSpan SettlesAfter = TimeSpan.FromMilliseconds(750);

    private readonly ConcurrentDictionary<string, Seen> _seen = new();
    private bool _isWatching;

    /// <summary>From now on, what is new or changes is waited for. What lies there now is complete.</summary>
    public void Watch(IEnumerable<string> folders)
    {
        foreach (var folder in folders)
        {
            _seen[folder] = new(FolderStamp.Of(folder), DateTimeOffset.MinValue);
        }

        Volatile.Write(ref _isWatching, true);
    }

    /// <summary>Whether the files of a folder have changed a moment ago.</summary>
    public bool IsArriving(string folder)
    {
        if (!Volatile.Read(ref _isWatching))
        {
            return false;
        }

        var stamp = FolderStamp.Of(folder);
        var now = clock.GetUtcNow();
        var seen = _seen.AddOrUpdate(folder, _ => new(stamp, now), (_, before) => before.Stamp == stamp ? before : new(stamp, now));

        return now - seen.Since < SettlesAfter;
    }

    private sealed record Seen(string Stamp, DateTimeOffset Since);
}
