using Plugin.Abstractions;

namespace Host.Sample.Plugins;

/// <summary>Judges one folder <c>&lt;id&gt;/&lt;version&gt;</c> by its files alone. Trusts nothing and runs nothing.</summary>
internal static class PluginFolderReader
{
    public const string ManifestName = "plugin.json";

    private const int MostEntries = 10_000;

    public static InstalledPlugin Read(string pluginsFolder, string folder)
    {
        var folderId = Path.GetFileName(Path.GetDirectoryName(folder))!;
        var folderVersion = Path.GetFileName(folder);

        try
        {
            return Judge(pluginsFolder, folder, folderId, folderVersion);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unreadable(folder, folderId, folderVersion, exception);
        }
    }

    /// <summary>Judges a folder that does not lie in its place yet: its id and version are those of its manifest.</summary>
    public static InstalledPlugin ReadStaged(string folder) => Judge(folder, folder, null, null);

    public static InstalledPlugin Unreadable(string folder, string id, string version, Exception exception) =>
        Invalid(folder, id, version, null, $"The folder cannot be read: {exception.Message}", "Let the account that runs the host read the folder and everything in it.");

    /// <summary>Says that a folder is a link out of the plugins folder, when it is one.</summary>
    public static string? LinkProblem(string pluginsFolder, DirectoryInfo folder) =>
        LeadsOut(folder, pluginsFolder) ? $"The folder '{folder.Name}' is a symbolic link that leads out of the plugins folder." : null;

    public static InstalledPlugin Invalid(string folder, string id, string version, PluginManifest? manifest, string reason, string fix) => new()
    {
        Id = id,
        Version = version,
        Folder = folder,
        State = PluginState.Invalid,
        Reason = reason,
        Fix = fix,
        Manifest = manifest,
    };

    private static InstalledPlugin Judge(string pluginsFolder, string folder, string? folderId, string? folderVersion)
    {
        InstalledPlugin Refuse(string reason, string fix, PluginManifest? known = null) => Invalid(folder, folderId ?? known?.Id ?? "", folderVersion ?? known?.Version ?? "", known, reason, fix);

        if (LinkProblem(pluginsFolder, folder) is { } link)
        {
            return Refuse(link, "Copy the files themselves into the folder; a plugin may not reach out of it by a link.");
        }

        var file = new FileInfo(Path.Combine(folder, ManifestName));

        if (!file.Exists)
        {
            return Refuse("There is no plugin.json in the folder.", "Copy the plugin's whole output, plugin.json included, or remove the folder.");
        }

        if (ReadBytes(file) is not { } bytes)
        {
            return Refuse($"plugin.json has {file.Length} bytes; {PluginManifestReader.MaximumBytes} are allowed.", "Take plugin.json from the plugin's own release.");
        }

        var problems = PluginManifestReader.Read(bytes, out var manifest);

        if (manifest is null)
        {
            return Refuse($"plugin.json cannot be used: {string.Join(' ', problems)}", "Correct plugin.json, or take it from the plugin's own release.");
        }

        if (folderId is not null && manifest.Id != folderId)
        {
            var reason = string.Equals(manifest.Id, folderId, StringComparison.OrdinalIgnoreCase)
                ? $"The folder is named '{folderId}', but the id is '{manifest.Id}': they differ in case."
                : $"The folder is named '{folderId}', but the id in plugin.json is '{manifest.Id}'.";

            return Refuse(reason, $"Rename the folder to '{manifest.Id}'.", manifest);
        }

        if (folderVersion is not null && manifest.Version != folderVersion)
        {
            return Refuse(
                $"The folder is named '{folderVersion}', but the version in plugin.json is '{manifest.Version}'.", $"Rename the folder to '{manifest.Version}'.", manifest);
        }

        if (!ContractVersion.Accepts(manifest.ContractVersion))
        {
            var fix = manifest.ContractVersion > ContractVersion.Current
                ? "Update the host, or install a version of the plugin that was built for this contract."
                : "Install a newer version of the plugin.";
            var refused = Refuse($"It was built for contract version {manifest.ContractVersion}; this host has {ContractVersion.Current}.", fix, manifest);

            return refused with { State = PluginState.Incompatible };
        }

        return FilesProblem(folder, manifest) is { } missing
            ? Refuse(missing.Problem, missing.Fix, manifest)
            : new() { Id = manifest.Id, Version = manifest.Version, Folder = folder, State = PluginState.Available, Manifest = manifest };
    }

    private static (string Problem, string Fix)? FilesProblem(string folder, PluginManifest manifest)
    {
        var names = Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).ToList();

        if (!names.Contains(manifest.EntryAssembly, StringComparer.Ordinal))
        {
            return ($"The entry assembly '{manifest.EntryAssembly}' is not in the folder.", "Copy the plugin's whole output into the folder.");
        }

        // A second copy of a shared assembly would give its types a second identity: the plugin would load and never be seen.
        if (names.Find(name => SharedAssemblies.FileNames.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } shared)
        {
            return ($"The folder ships '{shared}', which is the host's own.", "Build the plugin with that reference marked Private=\"false\" ExcludeAssets=\"runtime\", or delete the file.");
        }

        if (manifest.Sandbox is { } sandbox && !File.Exists(Path.Combine(folder, sandbox)))
        {
            return ($"The sandbox '{sandbox}' is not in the folder.", "Copy the plugin's whole output, or remove 'sandbox' from plugin.json.");
        }

        return null;
    }

    private static byte[]? ReadBytes(FileInfo file)
    {
        using var stream = file.OpenRead();
        var bytes = new byte[PluginManifestReader.MaximumBytes + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);

        return length > PluginManifestReader.MaximumBytes ? null : bytes[..length];
    }

    private static string? LinkProblem(string pluginsFolder, string folder)
    {
        if (LinkProblem(pluginsFolder, new DirectoryInfo(folder)) is { } link)
        {
            return link;
        }

        var count = 0;

        foreach (var entry in FolderStamp.Entries(folder))
        {
            if (++count > MostEntries)
            {
                return $"The folder holds more than {MostEntries} files.";
            }

            if (LeadsOut(entry, folder))
            {
                return $"'{Path.GetRelativePath(folder, entry.FullName)}' is a symbolic link that leads out of the plugin's folder.";
            }
        }

        return null;
    }

    private static bool LeadsOut(FileSystemInfo entry, string root)
    {
        if (entry.LinkTarget is null)
        {
            return false;
        }

        // A link that leads nowhere or in a circle is as bad as one that leads out.
        try
        {
            return entry.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true } target
                || Path.GetRelativePath(root, target.FullName) is var relative && (relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative));
        }
        catch (IOException)
        {
            return true;
        }
    }
}
