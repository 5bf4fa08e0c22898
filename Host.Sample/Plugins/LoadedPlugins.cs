using System.Collections.Concurrent;
using Plugin.Abstractions;

namespace Host.Sample.Plugins;

/// <summary>Loads plugins when they are first needed, gives out sessions, and lets versions go that are superseded, removed or idle.</summary>
public sealed partial class LoadedPlugins(
    PluginCatalog catalog, PluginRecords records, PluginLoading loading, DepartedPlugins departed, TimeProvider clock, ILogger<LoadedPlugins> logger) : IAsyncDisposable
{
    private static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(5);

    /// <summary>One thing at a time with a plugin. Each has a turn of its own, so that one that hangs holds up no other.</summary>
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new();

    /// <summary>Guards what follows; never held while a plugin's code runs.</summary>
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PluginGeneration> _current = [];
    private bool _isDisposed;

    /// <summary>Every version of every plugin with its state. Those that nobody has tried yet are tried first, side by side, so that none is listed as good that is not.</summary>
    public async Task<IReadOnlyList<InstalledPlugin>> ListAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(catalog.List().Where(plugin => plugin.IsAvailable).Select(plugin => TryAsync(plugin.Id, cancellationToken)));

        return catalog.List();
    }

    /// <summary>Opens a session on the version of a plugin that takes new work.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public async Task<ConnectorSession> OpenAsync(string pluginId, CancellationToken cancellationToken)
    {
        // Asked first, so that a name that is none takes no turn.
        catalog.Require(pluginId);
        var generation = await InTurnAsync(pluginId, () => LeaseInTurnAsync(pluginId, cancellationToken), cancellationToken);

        return await ComposeAsync(generation, cancellationToken);
    }

    /// <summary>Opens a session on a certain version beside the one that takes new work; it goes with the session.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public async Task<ConnectorSession> OpenVersionAsync(string pluginId, string version, CancellationToken cancellationToken)
    {
        var plugin = catalog.RequireVersion(pluginId, version);

        if (Current(pluginId) is { } current && current.Plugin.Version == version && current.TryLease())
        {
            return await ComposeAsync(current, cancellationToken);
        }

        try
        {
            var generation = await loading.LoadAsideAsync(plugin, cancellationToken);
            var session = await ComposeAsync(generation, cancellationToken);
            departed.Add(generation);

            return session;
        }
        catch (PluginFailedException failure)
        {
            throw Unusable(plugin, failure);
        }
    }

    /// <summary>What the available version of a plugin says of itself; loads it when nobody has asked before.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public async Task<ConnectorDescription> DescribeAsync(string pluginId, CancellationToken cancellationToken)
    {
        catalog.Require(pluginId);

        return await InTurnAsync(
            pluginId,
            async () =>
            {
                if (loading.Known(catalog.Require(pluginId)) is { } known)
                {
                    return known;
                }

                var generation = await LeaseInTurnAsync(pluginId, cancellationToken);
                generation.Release();

                return generation.Description!;
            },
            cancellationToken);
    }

    /// <summary>Makes a version the one that takes new work, now: it is loaded and checked beside the running one, and only then chosen.</summary>
    /// <param name="pluginId">The plugin.</param>
    /// <param name="version">The version.</param>
    /// <param name="wanted">What is remembered as the person's choice: the version, or null for the newest good one.</param>
    /// <param name="cancellationToken">Ends the waiting; nothing has changed then.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>; the version before goes on serving.</exception>
    /// <returns>The version.</returns>
    public async Task<InstalledPlugin> ActivateAsync(string pluginId, string version, string? wanted, CancellationToken cancellationToken)
    {
        var plugin = catalog.RequireVersion(pluginId, version);

        await InTurnAsync(
            pluginId,
            async () =>
            {
                try
                {
                    var before = Current(pluginId);

                    if (before?.IsStillOf(plugin, records.Find(pluginId).IsIsolated) is true)
                    {
                        Choose(plugin, wanted);

                        return plugin;
                    }

                    var loaded = await loading.LoadAsync(plugin, before, isPersonsWish: true, cancellationToken);
                    Choose(plugin, wanted);
                    Take(pluginId, loaded, before);
                    loaded.Release();

                    return plugin;
                }
                catch (PluginPostponedException notNow)
                {
                    throw new HostException(HostProblem.Conflict, notNow.Message, notNow.Fix);
                }
                catch (PluginFailedException failure)
                {
                    // A person's wish that cannot be fulfilled says nothing against the version, unless it has cost the host a thread.
                    if (failure.HasHung)
                    {
                        records.PutAside(plugin, PluginState.Broken, failure.Message, failure.Fix);
                    }

                    throw Unusable(plugin, failure);
                }
            },
            cancellationToken);

        return catalog.FindVersion(pluginId, version);
    }

    /// <summary>Lets go of what is no longer wanted, and says so when something that was let go is still there.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        List<string> loaded;

        lock (_lock)
        {
            loaded = [.. _current.Keys];
        }

        foreach (var id in loaded)
        {
            await InTurnAsync(id, () => Task.FromResult(LetGo(id)), cancellationToken);
        }

        departed.Look();
    }

    /// <summary>The weak references of all versions that are loaded, or were let go and may still be there.</summary>
    public IReadOnlyList<WeakReference> Contexts()
    {
        lock (_lock)
        {
            return [.. _current.Values.Select(generation => generation.Context), .. departed.Contexts];
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isDisposed = true;

            foreach (var generation in _current.Values)
            {
                generation.Retire();
            }

            _current.Clear();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Remembers a person's choice. What the host found against the version in the meantime, when it came upon it by itself, has no weight against that.</summary>
    private void Choose(InstalledPlugin plugin, string? wanted) =>
        records.Change(plugin.Id, record => record with { Wanted = wanted, PutAside = [.. record.PutAside.Where(entry => entry.Version != plugin.Version)] });

    private async Task TryAsync(string pluginId, CancellationToken cancellationToken)
    {
        try
        {
            await DescribeAsync(pluginId, cancellationToken);
        }
        catch (HostException)
        {
            // The catalogue has the reason.
        }
    }

    private async Task<T> InTurnAsync<T>(string pluginId, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(pluginId, _ => new(1, 1));
        await turn.WaitAsync(cancellationToken);

        try
        {
            return await work();
        }
        finally
        {
            turn.Release();
        }
    }

    private PluginGeneration? Current(string pluginId)
    {
        lock (_lock)
        {
            return _current.GetValueOrDefault(pluginId);
        }
    }

    private async Task<PluginGeneration> LeaseInTurnAsync(string pluginId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var plugin = catalog.Require(pluginId);
            var current = Current(pluginId);

            if (current is not null && current.IsStillOf(plugin, records.Find(pluginId).IsIsolated) && current.TryLease())
            {
                current.LastUsedAt = clock.GetUtcNow();

                return current;
            }

            try
            {
                var loaded = await loading.LoadAsync(plugin, current, isPersonsWish: records.Find(pluginId).Wanted == plugin.Version, cancellationToken);
                Take(pluginId, loaded, current);

                return loaded;
            }
            catch (PluginPostponedException notNow)
            {
                return current is not null && current.TryLease() ? current : await LastGoodAsync(pluginId, notNow, cancellationToken);
            }
            catch (PluginFailedException failure)
            {
                records.PutAside(plugin, PluginState.Broken, failure.Message, failure.Fix);

                // The version before it, if there is one, goes on serving.
                if (catalog.Find(pluginId) is not { IsAvailable: true })
                {
                    throw Unusable(plugin, failure);
                }
            }
        }
    }

    /// <summary>The version that served last, for as long as the one after it has to wait.</summary>
    private async Task<PluginGeneration> LastGoodAsync(string pluginId, PluginPostponedException notNow, CancellationToken cancellationToken)
    {
        var last = records.Find(pluginId).Good is [.., var good] ? good : null;
        var installed = catalog.List().FirstOrDefault(plugin => plugin.Id == pluginId && plugin.Version == last?.Version && plugin.State is PluginState.Available or PluginState.Superseded)
            ?? throw new HostException(HostProblem.Conflict, notNow.Message, notNow.Fix);
        var loaded = await loading.LoadAsync(installed, null, isPersonsWish: false, cancellationToken);
        Take(pluginId, loaded, null);

        return loaded;
    }

    private async Task<ConnectorSession> ComposeAsync(PluginGeneration generation, CancellationToken cancellationToken)
    {
        try
        {
            return await loading.ComposeAsync(generation, cancellationToken);
        }
        catch (Exception exception)
        {
            generation.Release();

            if (exception is PluginFailedException failure)
            {
                records.PutAside(generation.Plugin, PluginState.Broken, failure.Message, failure.Fix);

                throw Unusable(generation.Plugin, failure);
            }

            throw;
        }
    }

    private static HostException Unusable(InstalledPlugin plugin, PluginFailedException failure) =>
        new(HostProblem.PluginUnavailable, $"The plugin '{plugin.Id}' {plugin.Version} cannot be used. {failure.Message}", failure.Fix);

    /// <summary>Lets new sessions have a version; the one before it goes when its last session ends.</summary>
    private void Take(string pluginId, PluginGeneration loaded, PluginGeneration? before)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                loaded.Retire();
            }
            else
            {
                _current[pluginId] = loaded;
            }
        }

        if (before is not null)
        {
            departed.Add(before);
            LogSwitched(pluginId, before.Plugin.Version, loaded.Plugin.Version);
        }
    }

    private bool LetGo(string pluginId)
    {
        if (Current(pluginId) is not { } generation)
        {
            return false;
        }

        var isWanted = catalog.Find(pluginId) is { IsAvailable: true } plugin && plugin.Folder == generation.Plugin.Folder && Directory.Exists(plugin.Folder);

        if (isWanted && !(generation.IsIdle && clock.GetUtcNow() - generation.LastUsedAt > IdleFor))
        {
            return false;
        }

        lock (_lock)
        {
            _current.Remove(pluginId);
        }

        departed.Add(generation);

        return true;
    }

    [LoggerMessage(2001, LogLevel.Information, "New work of plugin {PluginId} goes to {Version}, no longer to {VersionBefore}")]
    private partial void LogSwitched(string pluginId, string versionBefore, string version);
}
