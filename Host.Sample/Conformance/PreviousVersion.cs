using Host.Sample.Plugins;
using NuGet.Versioning;

namespace Host.Sample.Conformance;

/// <summary>Finds the version that came before one, where versions lie side by side.</summary>
internal static class PreviousVersion
{
    public static string? Find(InstalledPlugin plugin, string folder)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar)) is not { } parent || !SemanticVersion.TryParse(plugin.Version, out var own))
        {
            return null;
        }

        return Directory.EnumerateDirectories(parent)
            .Select(other => (Folder: other, Version: SemanticVersion.TryParse(Path.GetFileName(other), out var version) ? version : null))
            .Where(other => other.Version is not null && other.Version < own && PluginFolderReader.ReadStaged(other.Folder) is { IsAvailable: true } found && found.Id == plugin.Id)
            .OrderByDescending(other => other.Version)
            .FirstOrDefault()
            .Folder;
    }
}
