using NuGet.Versioning;

namespace Host.Sample.Plugins;

/// <summary>The plugins that lie in the plugins folder, read anew each time it is asked.</summary>
public sealed class PluginCatalog(HostOptions options, PluginFaults faults)
{
    private readonly string _root = Path.GetFullPath(options.PluginsFolder);

    /// <summary>Every version of every plugin, by id and then the newest first, each with its state.</summary>
    public IReadOnlyList<InstalledPlugin> List()
    {
        try
        {
            return [.. Visible(_root).SelectMany(ReadPlugin)];
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new HostException(
                HostProblem.PluginUnavailable, $"The plugins folder cannot be read: {exception.Message}", "Let the account that runs the host read it.", exception);
        }
    }

    /// <summary>The version of a plugin that new work takes; when none is good, the newest with its reason; null when there is no such plugin.</summary>
    public InstalledPlugin? Find(string id)
    {
        var versions = List().Where(plugin => plugin.Id == id).ToList();

        return versions.Find(plugin => plugin.IsAvailable) ?? versions.FirstOrDefault();
    }

    /// <summary>The available version of a plugin.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public InstalledPlugin Require(string id)
    {
        if (Find(id) is not { } plugin)
        {
            throw new HostException(
                HostProblem.NotFound, $"There is no plugin '{id}' in the plugins folder.", $"Put it into {Path.Combine(_root, "<id>", "<version>")}, or see 'plugins list' for those that are there.");
        }

        if (!plugin.IsAvailable)
        {
            throw new HostException(HostProblem.PluginUnavailable, $"The plugin '{id}' {plugin.Version} cannot be used. {plugin.Reason}", plugin.Fix ?? "See 'plugins list'.");
        }

        return plugin;
    }

    // One plugin's folder that cannot be looked into must not hide the others.
    private List<InstalledPlugin> ReadPlugin(DirectoryInfo folder)
    {
        try
        {
            return PluginFolderReader.LinkProblem(_root, folder) is { } link
                ? [PluginFolderReader.Invalid(folder.FullName, folder.Name, "", null, link, "Copy the plugin itself into the plugins folder.")]
                : [.. Versions(folder)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [PluginFolderReader.Unreadable(folder.FullName, folder.Name, "", exception)];
        }
    }

    private IEnumerable<InstalledPlugin> Versions(DirectoryInfo folder)
    {
        if (File.Exists(Path.Combine(folder.FullName, PluginFolderReader.ManifestName)))
        {
            yield return PluginFolderReader.Invalid(
                folder.FullName, folder.Name, "", null, "plugin.json lies beside the version folders, not in one.", $"Move the files into {Path.Combine(folder.FullName, "<version>")}.");
        }

        var versions = Visible(folder.FullName)
            .Select(version => WithFault(PluginFolderReader.Read(_root, version.FullName)))
            .OrderByDescending(plugin => SemanticVersion.TryParse(plugin.Version, out var parsed) ? parsed : new(0, 0, 0, "-"))
            .ThenBy(plugin => plugin.Version, StringComparer.Ordinal);
        InstalledPlugin? newest = null;

        foreach (var plugin in versions)
        {
            if (!plugin.IsAvailable)
            {
                yield return plugin;
            }
            else if (newest is null)
            {
                yield return newest = plugin;
            }
            else
            {
                yield return plugin with
                {
                    State = PluginState.Superseded,
                    Reason = $"Version {newest.Version} is newer.",
                    Fix = "Nothing; it serves if the newer one is removed. Delete the folder when you no longer want that.",
                };
            }
        }
    }

    private InstalledPlugin WithFault(InstalledPlugin plugin) =>
        plugin.IsAvailable && faults.Find(plugin.Folder) is var (reason, fix) ? plugin with { State = PluginState.Broken, Reason = reason, Fix = fix } : plugin;

    // Names that begin with a dot are being copied or are none of ours.
    private static IEnumerable<DirectoryInfo> Visible(string folder) =>
        Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateDirectories().Where(entry => !entry.Name.StartsWith('.')).OrderBy(entry => entry.Name, StringComparer.Ordinal)
            : [];
}
