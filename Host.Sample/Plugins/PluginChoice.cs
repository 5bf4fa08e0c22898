using NuGet.Versioning;

namespace Host.Sample.Plugins;

/// <summary>Which of a plugin's versions takes new work.</summary>
internal static class PluginChoice
{
    /// <summary>Leaves one version available and says of the other good ones why they are not.</summary>
    /// <param name="versions">All versions, the newest first; those that are good are available.</param>
    /// <param name="record">What is remembered of the plugin.</param>
    public static IEnumerable<InstalledPlugin> Mark(IReadOnlyList<InstalledPlugin> versions, PluginRecord record)
    {
        var chosen = Choose(versions, record);

        return versions.Select(plugin => !plugin.IsAvailable || plugin == chosen ? plugin : plugin with
        {
            State = PluginState.Superseded,
            Reason = Reason(plugin, chosen!, record),
            Fix = $"Nothing; it serves if the other one is removed or taken out. 'plugins use {plugin.Id} {plugin.Version}' chooses it, or delete the folder when you no longer want it.",
        });
    }

    private static InstalledPlugin? Choose(IReadOnlyList<InstalledPlugin> versions, PluginRecord record)
    {
        var good = versions.Where(plugin => plugin.IsAvailable).ToList();

        if (good.Find(plugin => plugin.Version == record.Wanted) is { } wanted)
        {
            return wanted;
        }

        var newest = good.FirstOrDefault();

        // Something newer has failed: what has proven itself goes before what nobody has tried.
        var somethingFailed = newest is not null && versions.Any(plugin => plugin.State is PluginState.Broken or PluginState.Quarantined && IsNewer(plugin, newest));

        return somethingFailed && record.Good.Reverse().Select(proven => good.Find(plugin => plugin.Version == proven.Version)).FirstOrDefault(plugin => plugin is not null) is { } lastGood
            ? lastGood
            : newest;
    }

    private static string Reason(InstalledPlugin plugin, InstalledPlugin chosen, PluginRecord record) =>
        chosen.Version == record.Wanted ? $"Version {chosen.Version} was chosen by a person."
        : IsNewer(chosen, plugin) ? $"Version {chosen.Version} is newer."
        : $"Version {chosen.Version} is the last that has proven itself; a newer one has failed.";

    private static bool IsNewer(InstalledPlugin one, InstalledPlugin other) =>
        SemanticVersion.TryParse(one.Version, out var left) && SemanticVersion.TryParse(other.Version, out var right) && left > right;
}
