using NuGet.Versioning;

namespace Host.Sample.Plugins;

/// <summary>The plugins that lie in the plugins folder, read anew each time it is asked.</summary>
public sealed class PluginCatalog(HostOptions options, PluginRecords records)
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

    /// <summary>A certain version of a plugin that could take work.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public InstalledPlugin RequireVersion(string id, string version)
    {
        var plugin = FindVersion(id, version);

        return plugin.State is PluginState.Available or PluginState.Superseded
            ? plugin
            : throw new HostException(HostProblem.PluginUnavailable, $"The plugin '{id}' {version} cannot be used. {plugin.Reason}", plugin.Fix ?? "See 'plugins list'.");
    }

    /// <summary>A certain version of a plugin, whatever its state.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public InstalledPlugin FindVersion(string id, string version)
    {
        var versions = List().Where(plugin => plugin.Id == id).ToList();

        return versions.Find(plugin => plugin.Version == version) ?? throw new HostException(
            HostProblem.NotFound,
            versions.Count == 0 ? $"There is no plugin '{id}' in the plugins folder." : $"There is no version '{version}' of the plugin '{id}'; there are {string.Join(", ", versions.Select(plugin => plugin.Version))}.",
            "See 'plugins list' for what is there.");
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
            .Select(version => Judged(PluginFolderReader.Read(_root, version.FullName)))
            .OrderByDescending(plugin => SemanticVersion.TryParse(plugin.Version, out var parsed) ? parsed : new(0, 0, 0, "-"))
            .ThenBy(plugin => plugin.Version, StringComparer.Ordinal);

        foreach (var plugin in PluginChoice.Mark([.. versions], records.Find(folder.Name)))
        {
            yield return plugin;
        }
    }

    private InstalledPlugin Judged(InstalledPlugin plugin)
    {
        if (!plugin.IsAvailable)
        {
            return plugin;
        }

        var record = records.Find(plugin.Id);
        var judged = records.FindPutAside(plugin) is { } aside ? plugin with { State = aside.State, Reason = aside.Reason, Fix = aside.Fix } : plugin;

        return judged with { IsolatedBecause = record.IsolatedBecause, Change = record.Good.LastOrDefault(good => good.Version == plugin.Version)?.Change };
    }

    // Names that begin with a dot are being copied or are none of ours.
    private static IEnumerable<DirectoryInfo> Visible(string folder) =>
        Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateDirectories().Where(entry => !entry.Name.StartsWith('.')).OrderBy(entry => entry.Name, StringComparer.Ordinal)
            : [];
}
