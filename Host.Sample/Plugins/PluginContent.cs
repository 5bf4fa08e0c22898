using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Host.Sample.Plugins;

/// <summary>A hash over the names and contents of all files of a version. Read once for as long as the files stay as they are.</summary>
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

        var hash = Read(folder);
        Known[folder] = (stamp, hash);

        return hash;
    }

    private static string Read(string folder)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        if (Directory.Exists(folder))
        {
            foreach (var (name, path) in FolderStamp.Entries(folder).OfType<FileInfo>().Where(file => file.Exists)
                .Select(file => (Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'), file.FullName)).OrderBy(file => file.Item1, StringComparer.Ordinal))
            {
                using var file = File.OpenRead(path);
                whole.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
                whole.AppendData(SHA256.HashData(file));
            }
        }

        return Convert.ToHexStringLower(whole.GetHashAndReset());
    }
}
