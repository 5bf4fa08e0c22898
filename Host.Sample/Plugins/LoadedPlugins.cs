using System.Runtime.CompilerServices;
using Plugin.Abstractions;

namespace Host.Sample.Plugins;

/// <summary>Loads plugins when they are first needed, gives out sessions, and lets versions go that are superseded, removed or idle.</summary>
public sealed partial class LoadedPlugins(PluginCatalog catalog, PluginFaults faults, TimeProvider clock, ILogger<LoadedPlugins> logger) : IAsyncDisposable
{
    private static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LingersFor = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, PluginGeneration> _current = [];
    private readonly List<Departed> _departed = [];

    /// <summary>Descriptions by folder; plain copies, so they outlive the code that gave them.</summary>
    private readonly Dictionary<string, (string Stamp, ConnectorDescription Description)> _descriptions = [];

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
        await _gate.WaitAsync(cancellationToken);

        try
        {
            var plugin = catalog.Require(pluginId);

            if (_descriptions.TryGetValue(plugin.Folder, out var known) && known.Stamp == FolderStamp.Of(plugin.Folder))
            {
                return known.Description;
            }

            var generation = await LeaseLockedAsync(pluginId, cancellationToken);
            generation.Release();

            return _descriptions[generation.Plugin.Folder].Description;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Lets go of what is no longer wanted, and says so when something that was let go is still there.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);

        try
        {
            foreach (var (id, generation) in _current.ToList())
            {
                var isWanted = catalog.Find(id) is { IsAvailable: true } plugin && plugin.Folder == generation.Plugin.Folder && Directory.Exists(plugin.Folder);

                if (!isWanted || (generation.IsIdle && clock.GetUtcNow() - generation.LastUsedAt > IdleFor))
                {
                    _current.Remove(id);
                    Retire(generation);
                }
            }

            ReportLingering();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The weak references of all versions that are loaded, or were let go and may still be there.</summary>
    public async Task<IReadOnlyList<WeakReference>> ContextsAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);

        try
        {
            return [.. _current.Values.Select(generation => generation.Context), .. _departed.Select(departed => departed.Generation.Context)];
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync(CancellationToken.None);

        foreach (var generation in _current.Values)
        {
            generation.Retire();
        }

        _current.Clear();
        _gate.Dispose();
    }

    private async Task<PluginGeneration> LeaseAsync(string pluginId, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);

        try
        {
            return await LeaseLockedAsync(pluginId, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<PluginGeneration> LeaseLockedAsync(string pluginId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var plugin = catalog.Require(pluginId);
            var stamp = FolderStamp.Of(plugin.Folder);

            if (_current.TryGetValue(pluginId, out var current) && current.Plugin.Folder == plugin.Folder && current.Stamp == stamp && current.TryLease())
            {
                current.LastUsedAt = clock.GetUtcNow();

                return current;
            }

            try
            {
                var loaded = await LoadAsync(plugin, stamp, cancellationToken);
                _current[pluginId] = loaded;

                if (current is not null)
                {
                    Retire(current);
                }

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
        var generation = await PluginDeadline.RunAsync("load", () => PluginGeneration.Load(plugin, stamp), clock, cancellationToken);
        generation.TryLease();
        generation.LastUsedAt = clock.GetUtcNow();

        try
        {
            _descriptions[plugin.Folder] = (stamp, await ProveAsync(generation, cancellationToken));
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

    private void Retire(PluginGeneration generation)
    {
        generation.Retire();
        _departed.Add(new(generation, clock.GetUtcNow()));
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
