using Host.Sample.Access;

namespace Host.Sample.Plugins;

/// <summary>What a person decides about a plugin's versions. Every door comes through here.</summary>
public sealed class PluginVersions(LoadedPlugins plugins, PluginCatalog catalog, PluginRecords records, CurrentActor current, AuditTrail audit)
{
    /// <summary>Stands for the newest good version.</summary>
    public const string Newest = "newest";

    /// <summary>Makes a version the one that takes new work, and keeps it so until a person chooses another one or <see cref="Newest"/>.</summary>
    /// <returns>The version.</returns>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>: the version before goes on serving; <see cref="HostProblem.NotAllowed"/>.</exception>
    public async Task<InstalledPlugin> UseAsync(string pluginId, string version, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        var isNewest = version == Newest;
        var target = isNewest ? Good(pluginId).First().Version : version;
        var plugin = await plugins.ActivateAsync(pluginId, target, isNewest ? null : target, cancellationToken);
        await audit.RecordAsync("plugin.used", pluginId, isNewest ? $"the newest version, {target}" : $"version {target}", cancellationToken);

        return plugin;
    }

    /// <summary>Goes back to the version that served before, at once; it stays until a person chooses another one.</summary>
    /// <returns>The version that takes new work now.</returns>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: there is none to go back to; else as <see cref="UseAsync"/>.</exception>
    public async Task<InstalledPlugin> RollBackAsync(string pluginId, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        var serving = catalog.Find(pluginId) ?? catalog.Require(pluginId);
        var others = Good(pluginId).Where(plugin => plugin.Version != serving.Version).ToList();
        var target = records.Find(pluginId).Good.Reverse().Select(good => others.Find(plugin => plugin.Version == good.Version)).FirstOrDefault(plugin => plugin is not null)
            ?? others.FirstOrDefault()
            ?? throw new HostException(
                HostProblem.NotFound, $"There is no other version of the plugin '{pluginId}' than {serving.Version} to go back to.", "Copy the version wanted into the plugins folder; a version that was taken out can be let in again by 'plugins release'.");
        var plugin = await plugins.ActivateAsync(pluginId, target.Version, target.Version, cancellationToken);
        await audit.RecordAsync("plugin.rolled_back", pluginId, $"from {serving.Version} to {target.Version}", cancellationToken);

        return plugin;
    }

    /// <summary>Lets a version in again that was taken out, and tries it.</summary>
    /// <returns>The version with the state that it has then.</returns>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Conflict"/>: it is not out.</exception>
    public async Task<InstalledPlugin> ReleaseAsync(string pluginId, string version, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        var plugin = catalog.FindVersion(pluginId, version);

        if (plugin.State is not (PluginState.Broken or PluginState.Quarantined))
        {
            throw new HostException(HostProblem.Conflict, $"Version {version} of the plugin '{pluginId}' was not taken out: it is {plugin.State.ToString().ToLowerInvariant()}.", plugin.Fix ?? "There is nothing to release.");
        }

        var hash = PluginContent.HashOf(plugin.Folder);
        records.Change(pluginId, record => record with
        {
            PutAside = [.. record.PutAside.Where(entry => entry.Version != version)],
            FailedRuns = record.FailedRuns.Where(entry => entry.Key != hash).ToDictionary(),
            Crashes = record.Crashes.Where(entry => entry.Key != hash).ToDictionary(),
        });
        await audit.RecordAsync("plugin.released", pluginId, $"version {version}: {plugin.Reason}", cancellationToken);

        return (await plugins.ListAsync(cancellationToken)).Single(other => other.Id == pluginId && other.Version == version);
    }

    /// <summary>Lets a plugin run in processes of its own, or in the host's again. What is at work ends as it began.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.NotAllowed"/>.</exception>
    public async Task<InstalledPlugin> IsolateAsync(string pluginId, bool isIsolated, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        catalog.Require(pluginId);
        records.Change(pluginId, record => record with { IsolatedBecause = isIsolated ? record.IsolatedBecause ?? $"{current.Name} has chosen so." : null });
        await audit.RecordAsync(isIsolated ? "plugin.isolated" : "plugin.joined", pluginId, null, cancellationToken);

        return catalog.Require(pluginId);
    }

    private List<InstalledPlugin> Good(string pluginId)
    {
        var good = catalog.List().Where(plugin => plugin.Id == pluginId && plugin.State is PluginState.Available or PluginState.Superseded).ToList();

        // Says what is wrong when there is none.
        return good.Count > 0 ? good : [catalog.Require(pluginId)];
    }
}
