using System.Runtime.CompilerServices;

namespace Host.Sample.Plugins;

/// <summary>Versions that were let go, until the runtime has collected them. One that stays is told; a version that stays again and again is taken out.</summary>
public sealed partial class DepartedPlugins(PluginConduct conduct, TimeProvider clock, ILogger<DepartedPlugins> logger)
{
    /// <summary>How many times a version may stay in memory before it is taken out.</summary>
    public const int MostLeft = 3;

    private const int Collections = 4;

    private static readonly TimeSpan LingersFor = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly List<Departed> _departed = [];

    /// <summary>Weak references to what was let go and may still be there.</summary>
    public IReadOnlyList<WeakReference> Contexts
    {
        get
        {
            lock (_lock)
            {
                return [.. _departed.Select(departed => departed.Generation.Context)];
            }
        }
    }

    /// <summary>How often each version has stayed in memory, by its folder.</summary>
    public IReadOnlyDictionary<string, int> Left
    {
        get
        {
            lock (_lock)
            {
                return _departed.Where(departed => departed.IsReported && departed.Generation.Context.IsAlive).GroupBy(departed => departed.Generation.Plugin.Folder).ToDictionary(group => group.Key, group => group.Count());
            }
        }
    }

    internal void Add(PluginGeneration generation)
    {
        generation.Retire();

        lock (_lock)
        {
            _departed.Add(new(generation, clock.GetUtcNow()));
        }

        LogRetired(generation.Plugin.Id, generation.Plugin.Version);
    }

    /// <summary>Looks at what was let go some time ago.</summary>
    internal void Look()
    {
        List<Departed> late;

        lock (_lock)
        {
            _departed.RemoveAll(departed => !departed.Generation.Context.IsAlive);
            late = [.. _departed.Where(departed => !departed.IsReported && departed.Generation.IsIdle && clock.GetUtcNow() - departed.At > LingersFor)];
        }

        if (late.Count == 0)
        {
            return;
        }

        // Nobody may have collected in all that time. Only now is it worth the pause.
        Collect();

        foreach (var departed in late.Where(departed => departed.Generation.Context.IsAlive))
        {
            departed.IsReported = true;
            var plugin = departed.Generation.Plugin;
            LogLingering(plugin.Id, plugin.Version, LingersFor.TotalMinutes);

            if (Left.GetValueOrDefault(plugin.Folder) == MostLeft)
            {
                conduct.Quarantine(plugin, $"It was let go {MostLeft} times and is still in memory each time: something of it holds on, and the host would grow until it fails.");
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Collect()
    {
        for (var collection = 0; collection < Collections; collection++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

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
