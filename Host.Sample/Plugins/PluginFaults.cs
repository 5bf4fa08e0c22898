using System.Collections.Concurrent;

namespace Host.Sample.Plugins;

/// <summary>Remembers which plugin folders failed when they were tried, until their files change or the host ends.</summary>
public sealed class PluginFaults
{
    private readonly ConcurrentDictionary<string, Fault> _faults = new();

    public void Remember(string folder, string reason, string fix) => _faults[folder] = new(FolderStamp.Of(folder), reason, fix);

    public (string Reason, string Fix)? Find(string folder)
    {
        if (!_faults.TryGetValue(folder, out var fault))
        {
            return null;
        }

        if (FolderStamp.Of(folder) == fault.Stamp)
        {
            return (fault.Reason, fault.Fix);
        }

        _faults.TryRemove(KeyValuePair.Create(folder, fault));

        return null;
    }

    private sealed record Fault(string Stamp, string Reason, string Fix);
}
