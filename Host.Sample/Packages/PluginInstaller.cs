using Host.Sample.Access;
using Host.Sample.Plugins;

namespace Host.Sample.Packages;

/// <summary>Puts packages into the plugins folder, whole or not at all, and takes them out again.</summary>
public sealed class PluginInstaller(HostOptions options, PackageVerifier verifier, CurrentActor current, AuditTrail audit)
{
    private readonly string _root = Path.GetFullPath(options.PluginsFolder);

    // On the same file system as the plugins, so that one rename puts a package in place; discovery does not look at names with a dot.
    private string Staging => Path.Combine(_root, ".staging");

    /// <summary>Installs a zip.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>; <see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Conflict"/>: that version is there already;
    /// <see cref="HostProblem.PluginUnavailable"/>: it is refused; <see cref="HostProblem.StoreUnavailable"/>: it cannot be written.</exception>
    public async Task<InstalledPlugin> InstallAsync(string zip, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        var hadRoot = Directory.Exists(_root);
        var hadStaging = Directory.Exists(Staging);
        var staged = Path.Combine(Staging, Guid.NewGuid().ToString("n"));

        try
        {
            Directory.CreateDirectory(Staging);
            await PackageArchive.ExtractAsync(zip, staged, cancellationToken);
            var plugin = Judge(staged, Path.GetFileName(zip));
            Place(plugin, staged);
            await audit.RecordAsync("plugin.installed", $"{plugin.Id} {plugin.Version}", plugin.Trust?.Signer is { } signer ? $"signed by {signer}" : "not signed", cancellationToken);

            return plugin with { Folder = Path.Combine(_root, plugin.Id, plugin.Version) };
        }
        catch (PackageException refusal)
        {
            throw new HostException(HostProblem.PluginUnavailable, $"'{Path.GetFileName(zip)}' is not installed. {refusal.Message}", refusal.Fix);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostException(
                HostProblem.StoreUnavailable, $"'{Path.GetFileName(zip)}' cannot be installed: {exception.Message}", "Check that the disk is not full and that this account may write to the plugins folder.", exception);
        }
        finally
        {
            PackageFolder.Remove(staged);
            Leave(Staging, hadStaging);
            Leave(_root, hadRoot);
        }
    }

    /// <summary>Removes a version, or all versions of a plugin. Runs that are at work with it end undisturbed: its code lies elsewhere.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.NotFound"/>, <see cref="HostProblem.StoreUnavailable"/>.</exception>
    public async Task<IReadOnlyList<string>> RemoveAsync(string id, string? version, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);

        // By their names in the folder, never by a path that was typed.
        var plugin = Folders(_root).FirstOrDefault(folder => folder.Name == id && folder.Name[0] is not '.');
        var versions = plugin is null ? [] : Folders(plugin.FullName).Where(folder => folder.Name[0] is not '.' && (version is null || folder.Name == version)).ToList();

        if (plugin is null || versions.Count == 0)
        {
            throw new HostException(HostProblem.NotFound, $"There is no plugin '{id}'{(version is null ? "" : $" {version}")} in the plugins folder.", "See 'plugins list'.");
        }

        try
        {
            Directory.CreateDirectory(Staging);

            foreach (var folder in versions)
            {
                // Out of sight in one step; what is then removed bit by bit nobody reads any more.
                var leaving = Path.Combine(Staging, Guid.NewGuid().ToString("n"));
                Directory.Move(folder.FullName, leaving);
                PackageFolder.Remove(leaving);
                await audit.RecordAsync("plugin.removed", $"{id} {folder.Name}", null, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostException(HostProblem.StoreUnavailable, $"The plugin '{id}' cannot be removed: {exception.Message}", "Close what holds its files open, and check that this account may write to the plugins folder.", exception);
        }
        finally
        {
            Leave(plugin.FullName, wasThere: false);
            Leave(Staging, wasThere: false);
        }

        return [.. versions.Select(folder => folder.Name)];
    }

    /// <summary>Judges a staged folder as if it lay where it is to lie.</summary>
    private InstalledPlugin Judge(string staged, string zip)
    {
        var plugin = PluginFolderReader.ReadStaged(staged);

        if (!plugin.IsAvailable)
        {
            throw new PackageException(plugin.Reason!, plugin.Fix!);
        }

        var verdict = verifier.Verify(staged);

        if (verdict.Problem is { } problem)
        {
            throw new PackageException(problem, verdict.Fix!);
        }

        if (Folders(_root).FirstOrDefault(folder => string.Equals(folder.Name, plugin.Id, StringComparison.OrdinalIgnoreCase) && folder.Name != plugin.Id) is { } other)
        {
            throw new HostException(
                HostProblem.Conflict, $"'{zip}' is not installed. Its id is '{plugin.Id}', and the plugins folder has a '{other.Name}': they differ in case only.", $"Remove or rename the folder '{other.Name}'.");
        }

        return Directory.Exists(Path.Combine(_root, plugin.Id, plugin.Version))
            ? throw new HostException(
                HostProblem.Conflict, $"'{zip}' is not installed. The plugin '{plugin.Id}' {plugin.Version} is there already, and a version never changes.", $"Install another version, or remove this one first: plugins remove {plugin.Id} {plugin.Version}")
            : plugin with { Trust = verdict.Trust };
    }

    private void Place(InstalledPlugin plugin, string staged)
    {
        var parent = Path.Combine(_root, plugin.Id);
        var hadParent = Directory.Exists(parent);

        try
        {
            Directory.CreateDirectory(parent);
            Directory.Move(staged, Path.Combine(parent, plugin.Version));
        }
        finally
        {
            Leave(parent, hadParent);
        }
    }

    // Takes away a folder that was made on the way and holds nothing.
    private static void Leave(string folder, bool wasThere)
    {
        if (!wasThere && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            PackageFolder.Remove(folder);
        }
    }

    private static IEnumerable<DirectoryInfo> Folders(string folder) => Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateDirectories() : [];
}
