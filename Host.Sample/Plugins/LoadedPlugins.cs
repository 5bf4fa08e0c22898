using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Plugin.Abstractions;

namespace Host.Sample.Plugins;

/// <summary>Loads plugins when they are first needed, gives out sessions, and lets versions go that are superseded, removed or idle.</summary>
public sealed partial class LoadedPlugins(PluginCatalog catalog, PluginFaults faults, TimeProvider clock, ILogger<LoadedPlugins> logger) : IAsyncDisposable
{
    private static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LingersFor = TimeSpan.FromMinutes(5);

    /// <summary>One thing at a time with a plugin. Each has a turn of its own, so that one that hangs holds up no other.</summary>
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new();

    /// <summary>Guards what follows; never held while a plugin's code runs.</summary>
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PluginGeneration> _current = [];
    private readonly List<Departed> _departed = [];

    /// <summary>Descriptions by folder; plain copies, so they outlive the code that gave them.</summary>
    private readonly Dictionary<string, (string Stamp, ConnectorDescription Description)> _descriptions = [];
    private bool _isDisposed;

    /// <summary>Every version of every plugin with its state. Those that nobody has tried yet are tried first, side by side, so that none is listed as good that is not.</summary>
    public async Task<IReadOnlyList<InstalledPlugin>> ListAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(catalog.List().Where(plugin => plugin.IsAvailable).Select(plugin => TryAsync(plugin.Id, cancellationToken)));

        return catalog.List();
    }

    /// <summary>Opens a session on the available version of a plugin.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public async Task<ConnectorSession> OpenAsync(string pluginId, CancellationToken cancellationToken)
    {
        var generation = await LeaseAsync(pluginId, cancellationToken);

        try
        {
            return await ComposeAsync(generation, cancellationToken);
        }
        catch (Exception exception)
        {
            generation.Release();

            if (exception is PluginFailedException failure)
            {
                throw Broken(generation.Plugin, failure);
            }

            throw;
        }
    }

    /// <summary>What the available version of a plugin says of itself; loads it when nobody has asked before.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public async Task<ConnectorDescription> DescribeAsync(string pluginId, CancellationToken cancellationToken)
    {
        // Asked first, so that a name that is none takes no turn.
        catalog.Require(pluginId);

        return await InTurnAsync(
            pluginId,
            async () =>
            {
                var plugin = catalog.Require(pluginId);

                if (Known(plugin.Folder) is { } known && known.Stamp == FolderStamp.Of(plugin.Folder))
                {
                    return known.Description;
                }

                var generation = await LeaseInTurnAsync(pluginId, cancellationToken);
                generation.Release();

                return Known(generation.Plugin.Folder)!.Value.Description;
            },
            cancellationToken);
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

        lock (_lock)
        {
            ReportLingering();
        }
    }

    /// <summary>The weak references of all versions that are loaded, or were let go and may still be there.</summary>
    public IReadOnlyList<WeakReference> Contexts()
    {
        lock (_lock)
        {
            return [.. _current.Values.Select(generation => generation.Context), .. _departed.Select(departed => departed.Generation.Context)];
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

    private (string Stamp, ConnectorDescription Description)? Known(string folder)
    {
        lock (_lock)
        {
            return _descriptions.TryGetValue(folder, out var known) ? known : null;
        }
    }

    private PluginGeneration? Current(string pluginId)
    {
        lock (_lock)
        {
            return _current.GetValueOrDefault(pluginId);
        }
    }

    private async Task<PluginGeneration> LeaseAsync(string pluginId, CancellationToken cancellationToken)
    {
        catalog.Require(pluginId);

        return await InTurnAsync(pluginId, () => LeaseInTurnAsync(pluginId, cancellationToken), cancellationToken);
    }

    private async Task<PluginGeneration> LeaseInTurnAsync(string pluginId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var plugin = catalog.Require(pluginId);
            var stamp = FolderStamp.Of(plugin.Folder);

            var current = Current(pluginId);

            if (current is not null && current.Plugin.Folder == plugin.Folder && current.Stamp == stamp && current.TryLease())
            {
                current.LastUsedAt = clock.GetUtcNow();

                return current;
            }

            try
            {
                var loaded = await LoadAsync(plugin, stamp, cancellationToken);
                Take(pluginId, loaded, current);

                return loaded;
            }
            catch (PluginFailedException failure)
            {
                var broken = Broken(plugin, failure);

                // The version before it, if there is one, goes on serving.
                if (catalog.Find(pluginId) is not { IsAvailable: true })
                {
                    throw broken;
                }
            }
        }
    }

    /// <summary>Loads a version beside the running one and proves that it composes and describes itself; only then is it leased.</summary>
    private async Task<PluginGeneration> LoadAsync(InstalledPlugin plugin, string stamp, CancellationToken cancellationToken)
    {
        var taken = await Task.Run(() => catalog.TakeCopy(plugin), cancellationToken);
        var generation = await PluginDeadline.RunAsync("load", () => PluginGeneration.Load(taken, stamp), clock, cancellationToken);
        generation.TryLease();
        generation.LastUsedAt = clock.GetUtcNow();

        try
        {
            var description = await ProveAsync(generation, cancellationToken);

            lock (_lock)
            {
                _descriptions[plugin.Folder] = (stamp, description);
            }

            LogLoaded(plugin.Id, plugin.Version);

            return generation;
        }
        catch
        {
            generation.Release();
            Retire(generation);

            throw;
        }
    }

    private async Task<ConnectorDescription> ProveAsync(PluginGeneration generation, CancellationToken cancellationToken)
    {
        generation.TryLease();
        await using var session = await ComposeOrReleaseAsync(generation, cancellationToken);
        var description = await DescribeAsync(session, cancellationToken);
        var problems = DescriptionRules.Check(description, generation.Plugin.Manifest!);

        return problems.Count == 0
            ? description
            : throw new PluginFailedException($"Its description cannot be used: {string.Join(' ', problems)}", "Ask the plugin's maker for a version that keeps to the contract.");
    }

    private async Task<ConnectorSession> ComposeOrReleaseAsync(PluginGeneration generation, CancellationToken cancellationToken)
    {
        try
        {
            return await ComposeAsync(generation, cancellationToken);
        }
        catch
        {
            generation.Release();

            throw;
        }
    }

    private Task<ConnectorDescription> DescribeAsync(ConnectorSession session, CancellationToken cancellationToken)
    {
        var connector = session.Connector;

        return PluginDeadline.RunAsync("describe itself", () => DescriptionCopy.Of(connector.Describe()), clock, cancellationToken);
    }

    private Task<ConnectorSession> ComposeAsync(PluginGeneration generation, CancellationToken cancellationToken) =>
        PluginDeadline.RunAsync("start", () => Compose(generation, clock), clock, cancellationToken);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ConnectorSession Compose(PluginGeneration generation, TimeProvider clock)
    {
        var services = new ServiceCollection();
        generation.CreateEntry().ConfigureServices(services);
        var provider = services.BuildServiceProvider();

        try
        {
            return provider.GetService<IConnector>() is { } connector
                ? new(generation.Plugin, connector, provider, clock, generation.Release)
                : throw new PluginFailedException($"It registers no {nameof(IConnector)}.", "Ask the plugin's maker for a version that keeps to the contract.");
        }
        catch
        {
            provider.Dispose();

            throw;
        }
    }

    private HostException Broken(InstalledPlugin plugin, PluginFailedException failure)
    {
        faults.Remember(plugin.Folder, failure.Message, failure.Fix);
        LogBroken(plugin.Id, plugin.Version, failure.Message);

        return new(HostProblem.PluginUnavailable, $"The plugin '{plugin.Id}' {plugin.Version} cannot be used. {failure.Message}", failure.Fix);
    }

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
            Retire(before);
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

        Retire(generation);

        return true;
    }

    private void Retire(PluginGeneration generation)
    {
        generation.Retire();

        lock (_lock)
        {
            _departed.Add(new(generation, clock.GetUtcNow()));
        }

        LogRetired(generation.Plugin.Id, generation.Plugin.Version);
    }

    private void ReportLingering()
    {
        _departed.RemoveAll(departed => !departed.Generation.Context.IsAlive);

        foreach (var departed in _departed.Where(departed => !departed.IsReported && departed.Generation.IsIdle && clock.GetUtcNow() - departed.At > LingersFor))
        {
            departed.IsReported = true;
            LogLingering(departed.Generation.Plugin.Id, departed.Generation.Plugin.Version, LingersFor.TotalMinutes);
        }
    }

    [LoggerMessage(2000, LogLevel.Information, "Plugin {PluginId} {Version} loaded")]
    private partial void LogLoaded(string pluginId, string version);

    [LoggerMessage(2001, LogLevel.Warning, "Plugin {PluginId} {Version} is put aside until its files change: {Reason}")]
    private partial void LogBroken(string pluginId, string version, string reason);

    [LoggerMessage(2002, LogLevel.Information, "Plugin {PluginId} {Version} retired; it is unloaded when its last session ends")]
    private partial void LogRetired(string pluginId, string version);

    [LoggerMessage(2003, LogLevel.Warning, "Plugin {PluginId} {Version} was let go {Minutes} min ago and is still in memory: something of it is still held")]
    private partial void LogLingering(string pluginId, string version, double minutes);

    private sealed class Departed(PluginGeneration generation, DateTimeOffset at)
    {
        public PluginGeneration Generation { get; } = generation;

        public DateTimeOffset At { get; } = at;

        public bool IsReported { get; set; }
    }
}
