using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins;
using Plugin.Abstractions;

namespace Host.Sample.Plugins;

/// <summary>One loaded version of a plugin. Leased by sessions; unloaded when it is retired and the last lease is back.</summary>
internal sealed class PluginGeneration
{
    private static readonly VersionBlindContext SharedContext = new();

    private readonly Lock _gate = new();
    private PluginLoader? _loader;
    private Type? _entryType;
    private int _leases;
    private bool _isRetired;
    private bool _isIsolated;

    private PluginGeneration(InstalledPlugin plugin, string stamp, string hash, PluginLoader? loader, Type? entryType)
    {
        Plugin = plugin;
        Stamp = stamp;
        Hash = hash;
        _loader = loader;
        _entryType = entryType;
        Context = new(loader?.LoadContext);
    }

    public InstalledPlugin Plugin { get; }

    public string Stamp { get; }

    /// <summary>The hash of its files as they were when it was loaded.</summary>
    public string Hash { get; }

    /// <summary>Whether its code runs in processes of its own; nothing of it is loaded here then.</summary>
    public bool IsIsolated => _isIsolated;

    /// <summary>What it says of itself; null until it was asked.</summary>
    public ConnectorDescription? Description { get; set; }

    /// <summary>Dead once the runtime has collected everything of this version.</summary>
    public WeakReference Context { get; }

    public DateTimeOffset LastUsedAt { get; set; }

    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _leases == 0;
            }
        }
    }

    /// <summary>Maps the files, and every private dependency too: one that is missing must show now, and none can be loaded any more once unloading has begun.</summary>
    /// <param name="plugin">The version.</param>
    /// <param name="isUnloadable">Whether it shall be possible to let it go again; code that can be let go is compiled more slowly.</param>
    /// <exception cref="PluginFailedException">It cannot be loaded.</exception>
    public static PluginGeneration Load(InstalledPlugin plugin, bool isUnloadable = true)
    {
        var manifest = plugin.Manifest!;
        var (stamp, hash) = (FolderStamp.Of(plugin.Folder), PluginContent.HashOf(plugin.Folder));
        PluginLoader? loader = null;

        try
        {
            loader = PluginLoader.CreateFromAssemblyFile(
                Path.Combine(plugin.CodeFolder, manifest.EntryAssembly), isUnloadable, SharedAssemblies.Types, config => config.DefaultContext = SharedContext);
            FrameworkCaches.Isolate(loader.LoadContext);
            var assembly = loader.LoadDefaultAssembly();
            LoadReferences(assembly, loader.LoadContext);
            var generation = new PluginGeneration(plugin, stamp, hash, loader, EntryType(assembly, manifest));
            loader = null;

            return generation;
        }
        catch (BadImageFormatException)
        {
            throw new PluginFailedException(
                $"'{manifest.EntryAssembly}' or an assembly that it needs is no .NET assembly for this machine.", "Copy the plugin's files again; they may be cut short or built for another platform.");
        }
        catch (FileNotFoundException exception)
        {
            throw new PluginFailedException($"An assembly that it needs is missing: {PluginWords.OneLine(exception.FileName)}", "Copy the plugin's whole publish output into its folder.");
        }
        catch (Exception exception) when (exception is not PluginFailedException)
        {
            throw new PluginFailedException($"It cannot be loaded: {PluginWords.Of(exception)}", "Install another version, or report this to the plugin's maker.");
        }
        finally
        {
            loader?.Dispose();
        }
    }

    /// <summary>A version that is not loaded here, but in processes of its own.</summary>
    public static PluginGeneration Apart(InstalledPlugin plugin) => new(plugin, FolderStamp.Of(plugin.Folder), PluginContent.HashOf(plugin.Folder), null, null) { _isIsolated = true };

    /// <summary>Whether it is this version, with these files, run in this way.</summary>
    public bool IsStillOf(InstalledPlugin plugin, bool isIsolated) => Plugin.Folder == plugin.Folder && IsIsolated == isIsolated && Stamp == FolderStamp.Of(plugin.Folder);

    /// <summary>Takes a lease, unless it is retired.</summary>
    public bool TryLease()
    {
        lock (_gate)
        {
            if (_isRetired)
            {
                return false;
            }

            _leases++;

            return true;
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            _leases--;
            UnloadIfDone();
        }
    }

    /// <summary>No more leases; unloaded now or when the last one is back.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            _isRetired = true;
            UnloadIfDone();
        }
    }

    public IConnectorPlugin CreateEntry() =>
        (IConnectorPlugin)Activator.CreateInstance(_entryType ?? throw new ObjectDisposedException(nameof(PluginGeneration)))!;

    // Not inlined, so that no caller's frame keeps a reference to what is let go here.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void UnloadIfDone()
    {
        if (!_isRetired || _leases > 0 || _loader is null)
        {
            return;
        }

        FrameworkCaches.Clear();
        _loader.Dispose();
        _loader = null;
        _entryType = null;
    }

    private static Type EntryType(Assembly assembly, PluginManifest manifest)
    {
        if (assembly.GetType(manifest.EntryType, throwOnError: false) is not { } type)
        {
            throw new PluginFailedException(
                $"'{manifest.EntryAssembly}' has no type '{manifest.EntryType}'.", "Correct 'entryType' in plugin.json, or install the plugin that belongs to it.");
        }

        if (!typeof(IConnectorPlugin).IsAssignableFrom(type))
        {
            throw new PluginFailedException($"'{manifest.EntryType}' is no {nameof(IConnectorPlugin)}.", "Name the type that implements the contract in 'entryType'; this may be an assembly that is no plugin.");
        }

        if (type.IsAbstract || type.ContainsGenericParameters || type.GetConstructor(Type.EmptyTypes) is null)
        {
            throw new PluginFailedException($"'{manifest.EntryType}' has no public constructor without parameters.", "Ask the plugin's maker for a version that keeps to the contract.");
        }

        return type;
    }

    private static void LoadReferences(Assembly main, AssemblyLoadContext context)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var waiting = new Queue<Assembly>([main]);

        while (waiting.TryDequeue(out var assembly))
        {
            foreach (var reference in assembly.GetReferencedAssemblies().Where(reference => !SharedAssemblies.Contains(reference) && seen.Add(reference.FullName)))
            {
                var loaded = context.LoadFromAssemblyName(reference);

                // The framework's own references are the framework's affair.
                if (AssemblyLoadContext.GetLoadContext(loaded) == context && !loaded.Location.StartsWith(FrameworkFolder, StringComparison.OrdinalIgnoreCase))
                {
                    waiting.Enqueue(loaded);
                }
            }
        }
    }

    private static string FrameworkFolder { get; } = Path.GetDirectoryName(typeof(object).Assembly.Location) is { Length: > 0 } folder ? folder : "\0";
}
