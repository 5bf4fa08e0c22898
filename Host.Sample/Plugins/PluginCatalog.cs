using Host.Sample.Packages;
using NuGet.Versioning;

namespace Host.Sample.Plugins;

/// <summary>The plugins that lie in the plugins folder, read anew each time it is asked.</summary>
public sealed class PluginCatalog(HostOptions options, PluginRecords records, PackageVerifier verifier, PluginCopies copies, PluginArrivals arrivals)
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

    /// <summary>The plugin with a checked copy of its folder, from which its code may be run.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.PluginUnavailable"/>: its files are not as they must be, or have changed since they were looked at.</exception>
    public InstalledPlugin Checked(InstalledPlugin plugin)
    {
        try
        {
            return TakeCopy(plugin);
        }
        catch (PluginFailedException failure)
        {
            throw new HostException(HostProblem.PluginUnavailable, $"The plugin '{plugin.Id}' {plugin.Version} cannot be used. {failure.Message}", failure.Fix);
        }
    }

    /// <inheritdoc cref="Checked"/>
    /// <exception cref="PluginFailedException">Its files are not as they must be.</exception>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>: there is no room for the copy. That is not the plugin's fault.</exception>
    internal InstalledPlugin TakeCopy(InstalledPlugin plugin)
    {
        try
        {
            return copies.Take(plugin);
        }
        catch (PackageException refusal)
        {
            throw new PluginFailedException(refusal.Message, refusal.Fix);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostException(
                HostProblem.StoreUnavailable, $"The plugin '{plugin.Id}' {plugin.Version} cannot be copied into the data folder: {exception.Message}", "Check that the disk is not full and that this account may write there.", exception);
        }
    }

    /// <summary>From now on, a folder that is still being copied is waited for.</summary>
    internal void WaitForArrivals() => arrivals.Watch(List().Select(plugin => plugin.Folder));

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
            .Select(version => Judged(WithTrust(PluginFolderReader.Read(_root, version.FullName))))
            .OrderByDescending(plugin => SemanticVersion.TryParse(plugin.Version, out var parsed) ? parsed : new(0, 0, 0, "-"))
            .ThenBy(plugin => plugin.Version, StringComparer.Ordinal);

        foreach (var plugin in PluginChoice.Mark([.. versions], records.Find(folder.Name)))
        {
            yield return plugin;
        }
    }

    /// <summary>A folder is complete when its list says so, or when nobody has written to it for a moment.</summary>
    private InstalledPlugin WithTrust(InstalledPlugin plugin)
    {
        var verdict = plugin.IsAvailable ? Verdict(plugin.Folder) : null;

        if (verdict is not { IsRefused: false, Trust.Level: not TrustLevel.None } && arrivals.IsArriving(plugin.Folder))
        {
            return plugin with { State = PluginState.Arriving, Reason = "Its files are still being copied.", Fix = "Nothing; it is looked at again in a moment." };
        }

        return verdict switch
        {
            null => plugin,
            { Problem: { } problem } => plugin with { State = PluginState.Untrusted, Reason = problem, Fix = verdict.Fix, Trust = verdict.Trust },
            _ => plugin with { Trust = verdict.Trust },
        };
    }

    // The folder may go away, or be written to, while it is read.
    private PackageVerdict Verdict(string folder)
    {
        try
        {
            return verifier.Glance(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new($"Its files cannot be read: {exception.Message}", "Let the account that runs the host read the folder and everything in it.", new(TrustLevel.None, null, null));
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
