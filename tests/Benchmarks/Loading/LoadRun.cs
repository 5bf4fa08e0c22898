using System.Diagnostics;
using System.Runtime.CompilerServices;
using Benchmarks.EndToEnd;
using Host.Sample;
using Host.Sample.Plugins;
using Microsoft.Extensions.Logging.Abstractions;

namespace Benchmarks.Loading;

/// <summary>The plugin as it was laid out for the host: loaded, composed, made to describe itself, let go, seen collected.</summary>
internal static class LoadRun
{
    private const string PluginId = "slack";
    private const int FewCollections = 4;
    private const int MostCollections = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(int cycles, CancellationToken cancellationToken)
    {
        PluginFaults faults = new();
        var data = Directory.CreateTempSubdirectory("load-run-");
        PluginCatalog catalog = new(new HostOptions { DataFolder = data.FullName, PluginsFolder = HostProgram.PluginsFolder }, faults);
        List<double> loads = [];
        List<double> opens = [];
        List<int> collections = [];
        List<WeakReference> survivors = [];
        using var own = Process.GetCurrentProcess();

        for (var cycle = 1; cycle <= cycles; cycle++)
        {
            foreach (var context in new[] { Load(catalog, loads), await OpenAsync(catalog, faults, opens, cancellationToken) })
            {
                collections.Add(Collect(context));

                if (context.IsAlive)
                {
                    survivors.Add(context);
                }
            }

            if (cycle == 1 || cycle == cycles / 2 || cycle == cycles)
            {
                own.Refresh();
                Figures.Write($"after cycle {cycle}: memory of the process {Figures.Megabytes(own.WorkingSet64)}, managed heap {GC.GetTotalMemory(forceFullCollection: true) / 1e6:F1} MB");
            }
        }

        Tell("files mapped, entry type found", loads);
        Tell("open: loaded, composed, described, checked, composed for use", opens);
        Figures.Write($"unload: {collections.Count - survivors.Count} of {collections.Count} collected at once, {collections.Count(count => count <= FewCollections)} of them within {FewCollections} collections");

        // A thread that has just left the plugin may still have it on its stack, however often is collected meanwhile.
        await Task.Delay(Patience, cancellationToken);
        survivors.ForEach(context => Collect(context));
        data.Delete(recursive: true);
        Figures.Write($"still there after {Patience.TotalSeconds:0} s: {survivors.Count(context => context.IsAlive)}");

        return 0;
    }

    private static void Tell(string what, List<double> milliseconds) =>
        Figures.Write($"{what}: first {milliseconds[0]:F0} ms; after that median {Figures.Median(milliseconds.Skip(1)):F1} ms, best {milliseconds.Skip(1).Min():F1} ms");

    // Nothing of the plugin may stay on the caller's stack: hence methods of their own.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Load(PluginCatalog catalog, List<double> times)
    {
        var plugin = catalog.Require(PluginId);
        var began = Stopwatch.GetTimestamp();
        var generation = PluginGeneration.Load(plugin, FolderStamp.Of(plugin.Folder));
        times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        generation.Retire();

        return generation.Context;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> OpenAsync(PluginCatalog catalog, PluginFaults faults, List<double> times, CancellationToken cancellationToken)
    {
        await using LoadedPlugins plugins = new(catalog, faults, TimeProvider.System, NullLogger<LoadedPlugins>.Instance);
        var began = Stopwatch.GetTimestamp();
        await (await plugins.OpenAsync(PluginId, cancellationToken)).DisposeAsync();
        times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);

        return plugins.Contexts().Single();
    }

    private static int Collect(WeakReference context)
    {
        var collections = 0;

        while (context.IsAlive && collections < MostCollections)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            collections++;
        }

        return collections;
    }
}
