using Host.Sample.Packages;

namespace Host.Sample.Plugins;

/// <summary>Finds within two seconds what is put into the plugins folder or taken out of it, tries it, and lets go of what is gone or idle.</summary>
/// <remarks>The system's events only say that it is worth looking; whoever misses one looks a second later all the same.</remarks>
internal sealed partial class PluginWatch(PluginCatalog catalog, LoadedPlugins plugins, PluginCopies copies, HostOptions options, TimeProvider clock, ILogger<PluginWatch> logger) : BackgroundService
{
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SweepsEvery = TimeSpan.FromSeconds(30);

    private Dictionary<string, Seen> _seen = [];

    /// <summary>What lies there when the host starts is complete; what comes from then on is waited for.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(BeginAsync, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var events = new FolderEvents(Path.GetFullPath(options.PluginsFolder), clock);
        var sweptAt = clock.GetTimestamp();

        while (!stoppingToken.IsCancellationRequested)
        {
            var isArriving = _seen.Values.Any(seen => seen.State is PluginState.Arriving);
            await events.WaitAsync(isArriving ? LooksAgainAfter : LooksEvery, stoppingToken);
            await TryAsync(LookAsync, stoppingToken);

            if (clock.GetElapsedTime(sweptAt) >= SweepsEvery)
            {
                sweptAt = clock.GetTimestamp();
                await TryAsync(plugins.SweepAsync, stoppingToken);
            }
        }
    }

    private Task BeginAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        catalog.WaitForArrivals();
        var installed = catalog.List();
        _seen = Look(installed);
        copies.Prune(installed);

        foreach (var plugin in installed.Where(plugin => plugin.IsAvailable))
        {
            TellTrust(plugin);
        }

        return Task.CompletedTask;
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var installed = catalog.List();
        var before = _seen;
        _seen = Look(installed);

        if (_seen.Count == before.Count && _seen.All(entry => before.TryGetValue(entry.Key, out var seen) && seen == entry.Value))
        {
            return;
        }

        foreach (var plugin in installed.Where(plugin => before.GetValueOrDefault(plugin.Folder) != _seen[plugin.Folder]))
        {
            Tell(plugin);
        }

        foreach (var gone in before.Where(entry => !_seen.ContainsKey(entry.Key)))
        {
            LogGone(gone.Value.Id, gone.Value.Version);
        }

        await plugins.ListAsync(cancellationToken);
        await plugins.SweepAsync(cancellationToken);

        // What was tried just now may have turned out broken: that is not news the next time. What has come since, or arrived whole since, was not tried, and is.
        var tried = _seen;
        _seen = Look(catalog.List())
            .Where(entry => tried.ContainsKey(entry.Key))
            .ToDictionary(entry => entry.Key, entry => tried[entry.Key].State is PluginState.Arriving ? tried[entry.Key] : entry.Value);
    }

    private static Dictionary<string, Seen> Look(IEnumerable<InstalledPlugin> installed) => installed.ToDictionary(plugin => plugin.Folder, plugin => new Seen(plugin.Id, plugin.Version, plugin.State, plugin.Reason));

    private void Tell(InstalledPlugin plugin)
    {
        if (plugin.State is PluginState.Available or PluginState.Superseded)
        {
            LogFound(plugin.Id, plugin.Version);
            TellTrust(plugin);
        }
        else if (plugin.State is not PluginState.Arriving)
        {
            LogRefused(plugin.Id, plugin.Version, plugin.Reason);
        }
    }

    private void TellTrust(InstalledPlugin plugin)
    {
        if (plugin.Trust is { Level: TrustLevel.Signed } trust)
        {
            LogUntrusted(plugin.Id, plugin.Version, trust.Signer, trust.Note);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            // The plugins folder is out of reach for now; who asks for a plugin is told.
            LogMissed(exception);
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    [LoggerMessage(2004, LogLevel.Warning, "The loaded plugins could not be looked through")]
    private partial void LogMissed(Exception exception);

    [LoggerMessage(2005, LogLevel.Information, "Plugin {PluginId} {Version} found")]
    private partial void LogFound(string pluginId, string version);

    [LoggerMessage(2006, LogLevel.Information, "Plugin {PluginId} {Version} is gone from the plugins folder")]
    private partial void LogGone(string pluginId, string version);

    [LoggerMessage(2007, LogLevel.Warning, "Plugin {PluginId} {Version} is not used: {Reason}")]
    private partial void LogRefused(string pluginId, string version, string? reason);

    [LoggerMessage(2008, LogLevel.Warning, "Plugin {PluginId} {Version} is signed by {Signer}, whom this host does not trust: {Note}")]
    private partial void LogUntrusted(string pluginId, string version, string? signer, string? note);

    private sealed record Seen(string Id, string Version, PluginState State, string? Reason);
}
