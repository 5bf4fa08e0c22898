using System.Collections.Concurrent;
using Host.Sample.Packages;

namespace Host.Sample.Plugins;

/// <summary>The hash of a version's files, read once for as long as they stay as they are.</summary>
public static class PluginContent
{
    private static readonly ConcurrentDictionary<string, (string Stamp, string Hash)> Known = new();

    public static string HashOf(string folder)
    {
        var stamp = FolderStamp.Of(folder);

        if (Known.TryGetValue(folder, out var known) && known.Stamp == stamp)
        {
            return known.Hash;
        }

        var hash = Digest(folder);
        Known[folder] = (stamp, hash);

        return hash;
    }

    private static string Digest(string folder)
    {
        try
        {
            return HashList.Of(folder).Digest;
        }
        catch (PackageException refusal)
        {
            // It is refused for that before its code is loaded; whatever it is, it is no other version's content.
            return refusal.Message;
        }
    }
}
