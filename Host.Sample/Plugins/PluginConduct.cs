using Plugin.Abstractions.Errors;

namespace Host.Sample.Plugins;

/// <summary>Watches what plugins do at work, and takes a version out that harms the host or fails again and again by its own fault.</summary>
public sealed partial class PluginConduct(PluginCatalog catalog, PluginRecords records, RunningMarkers markers, TimeProvider clock, ILogger<PluginConduct> logger)
{
    /// <summary>How many runs in a row may fail by a version's own fault.</summary>
    public const int MostFailedRuns = 3;

    /// <summary>How many times a process may end while a version is at work in it, within <see cref="CrashWindow"/>.</summary>
    public const int MostCrashes = 3;

    public static TimeSpan CrashWindow { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Takes a version out.</summary>
    public void Quarantine(InstalledPlugin plugin, string reason) => records.PutAside(plugin, PluginState.Quarantined, reason, FixFor(plugin));

    /// <summary>Takes note of how a run ended.</summary>
    /// <param name="plugin">The version that collected.</param>
    /// <param name="hash">The hash of its files.</param>
    /// <param name="isPublished">Whether the run is published.</param>
    /// <param name="ownFault">What the plugin did wrong; null: nothing.</param>
    public void RunEnded(InstalledPlugin plugin, string hash, bool isPublished, string? ownFault)
    {
        if (ownFault is null)
        {
            if (isPublished)
            {
                records.Change(plugin.Id, record => Proven(record, plugin, hash));
            }

            return;
        }

        // A part that fails is reason enough to go back to a version in which it did not, but none to be left with nothing.
        if (isPublished && !HasOther(plugin))
        {
            return;
        }

        var after = records.Change(plugin.Id, record => record with
        {
            FailedRuns = new Dictionary<string, int>(record.FailedRuns) { [hash] = record.FailedRuns.GetValueOrDefault(hash) + 1 },
        });

        if (after.FailedRuns[hash] >= MostFailedRuns)
        {
            Quarantine(plugin, $"{MostFailedRuns} runs in a row failed by its own fault, the last one so: {PluginWords.OneLine(ownFault)}");
            records.Change(plugin.Id, record => record with { FailedRuns = record.FailedRuns.Where(entry => entry.Key != hash).ToDictionary() });
        }
    }

    /// <summary>Takes note that a process of its own ended while the version was at work.</summary>
    public void Crashed(InstalledPlugin plugin, string hash, string how)
    {
        LogCrashed(plugin.Id, plugin.Version, how);

        if (IsOneTooMany(plugin.Id, hash))
        {
            Quarantine(plugin, $"The process of its own that it runs in has ended {MostCrashes} times within {CrashWindow.TotalMinutes:0} min, the last time so: {how}");
        }
    }

    /// <summary>Looks for what processes that died have left behind. A plugin that was at work in several of them gets a process of its own.</summary>
    /// <remarks>It is not known which of the plugins at work was it, nor whether somebody has ended the process: so nobody is taken out for that.</remarks>
    public void LookBack()
    {
        foreach (var mark in markers.TakeLeft())
        {
            LogLeft(mark.PluginId, mark.Version);

            if (IsOneTooMany(mark.PluginId, mark.Hash))
            {
                var reason = $"The host ended {MostCrashes} times within {CrashWindow.TotalMinutes:0} min while version {mark.Version} was at work in it.";
                records.Change(mark.PluginId, record => record with { IsolatedBecause = record.IsolatedBecause ?? reason });
                LogIsolated(mark.PluginId, reason);
            }
        }
    }

    /// <summary>Whether a failure of a stream, by its code, is the plugin's own and not the service's or the settings'.</summary>
    public static bool IsOwnFault(FailureReason? reason, string? code) => reason is FailureReason.ReportDefect && code is "plugin_broke" or "plugin_stopped" or "contract_broken";

    private static string FixFor(InstalledPlugin plugin) =>
        $"Nothing at once: the last good version serves, if there is one. Report it to the plugin's maker; 'plugins release {plugin.Id} {plugin.Version}' lets the version in again.";

    private static PluginRecord Proven(PluginRecord record, InstalledPlugin plugin, string hash)
    {
        var isKnown = record.FailedRuns.ContainsKey(hash) || record.Good.Any(good => good.Version == plugin.Version && good.Hash == hash && !good.HasRun);

        return !isKnown ? record : record with
        {
            FailedRuns = record.FailedRuns.Where(entry => entry.Key != hash).ToDictionary(),
            Good = [.. record.Good.Select(good => good.Version == plugin.Version && good.Hash == hash ? good with { HasRun = true } : good)],
        };
    }

    private bool HasOther(InstalledPlugin plugin) => catalog.List().Any(other => other.Id == plugin.Id && other.Version != plugin.Version && other.State is PluginState.Available or PluginState.Superseded);

    private bool IsOneTooMany(string pluginId, string hash)
    {
        var now = clock.GetUtcNow();
        var isTooMany = false;
        records.Change(pluginId, record =>
        {
            List<DateTimeOffset> recent = [.. record.Crashes.GetValueOrDefault(hash, []).Where(at => now - at < CrashWindow), now];
            isTooMany = recent.Count >= MostCrashes;

            return record with { Crashes = new Dictionary<string, IReadOnlyList<DateTimeOffset>>(record.Crashes) { [hash] = isTooMany ? [] : recent } };
        });

        return isTooMany;
    }

    [LoggerMessage(2023, LogLevel.Error, "The process of plugin {PluginId} {Version} has ended: {How}")]
    private partial void LogCrashed(string pluginId, string version, string how);

    [LoggerMessage(2024, LogLevel.Warning, "A process of this host has ended without a word while plugin {PluginId} {Version} was at work in it")]
    private partial void LogLeft(string pluginId, string version);

    [LoggerMessage(2025, LogLevel.Warning, "Plugin {PluginId} runs in a process of its own from now on: {Reason}")]
    private partial void LogIsolated(string pluginId, string reason);
}
