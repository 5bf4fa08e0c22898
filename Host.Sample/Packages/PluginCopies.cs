using System.Collections.Concurrent;
using Host.Sample.Plugins;

namespace Host.Sample.Packages;

/// <summary>
/// Copies of plugin folders in the host's data folder, from which all code is loaded: what was checked is what is loaded, and no file of the plugins folder
/// is ever held open. A copy is named by its content and never changes.
/// </summary>
public sealed class PluginCopies(HostOptions options, PackageVerifier verifier, TimeProvider clock)
{
    private const int DigestCharacters = 16;

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private readonly string _root = Path.Combine(Path.GetFullPath(options.DataFolder), "plugin-copies");
    private readonly ConcurrentDictionary<string, (string Stamp, string Copy)> _known = new();

    /// <summary>The plugin with a checked copy as its <see cref="InstalledPlugin.CodeFolder"/>.</summary>
    /// <exception cref="PackageException">Its files are not as they must be, or have changed since they were looked at.</exception>
    internal InstalledPlugin Take(InstalledPlugin plugin)
    {
        var stamp = FolderStamp.Of(plugin.Folder);

        if (_known.TryGetValue(plugin.Folder, out var known) && known.Stamp == stamp && Directory.Exists(known.Copy))
        {
            return plugin with { CodeFolder = known.Copy };
        }

        var copy = Copy(plugin);
        _known[plugin.Folder] = (stamp, copy);

        return plugin with { CodeFolder = copy };
    }

    /// <summary>Removes copies of what is no longer installed, unless somebody may still be at work with them.</summary>
    internal void Prune(IEnumerable<InstalledPlugin> installed)
    {
        if (!Directory.Exists(_root))
        {
            return;
        }

        var wanted = installed.Select(plugin => $"{plugin.Id}-{plugin.Version}-").ToList();

        foreach (var copy in new DirectoryInfo(_root).EnumerateDirectories()
            .Where(copy => clock.GetUtcNow().UtcDateTime - copy.LastWriteTimeUtc > KeptFor && !wanted.Exists(prefix => copy.Name.StartsWith(prefix, StringComparison.Ordinal))).ToList())
        {
            PackageFolder.Remove(copy.FullName);
        }
    }

    private string Copy(InstalledPlugin plugin)
    {
        Directory.CreateDirectory(_root);
        var making = Path.Combine(_root, $".{Guid.NewGuid():n}");

        try
        {
            PackageFolder.Copy(plugin.Folder, making);

            if (verifier.Verify(making) is { Problem: { } problem, Fix: var fix })
            {
                throw new PackageException(problem, fix ?? "Install the package anew.");
            }

            var digest = HashList.Of(making).Digest;
            var copy = Path.Combine(_root, $"{plugin.Id}-{plugin.Version}-{digest[..DigestCharacters]}");

            // Another process may have made it before; what lies there is held against its name once in the life of this one.
            if (Directory.Exists(copy) && HashList.Of(copy).Digest != digest)
            {
                PackageFolder.Remove(copy);
            }

            if (!Directory.Exists(copy))
            {
                PackageFolder.Move(making, copy);
            }

            return copy;
        }
        finally
        {
            PackageFolder.Remove(making);
        }
    }
}
