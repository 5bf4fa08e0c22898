using System.Diagnostics;
using System.Runtime.CompilerServices;
using Benchmarks.EndToEnd;
using Host.Sample;
using Host.Sample.Access;
using Host.Sample.Isolation;
using Host.Sample.Logs;
using Host.Sample.Plugins;
using Microsoft.Extensions.DependencyInjection;

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
        var folder = Directory.CreateTempSubdirectory("load-");
        await using var rooms = new ServiceCollection()
            .AddSingleton(new HostOptions { DataFolder = folder.FullName, PluginsFolder = HostProgram.PluginsFolder })
            .AddSingleton(TimeProvider.System).AddSingleton<KnownSecrets>().AddSingleton(new CurrentActor(Actor.CommandLine)).AddLogging().AddPlugins().AddIsolation()
            .BuildServiceProvider();
        var catalog = rooms.GetRequiredService<PluginCatalog>();
        var loading = rooms.GetRequiredService<PluginLoading>();
        List<double> loads = [];
        List<double> opens = [];
        List<int> collections = [];
        List<WeakReference> survivors = [];
        using var own = Process.GetCurrentProcess();

        for (var cycle = 1; cycle <= cycles; cycle++)
        {
            foreach (var context in new[] { Load(catalog, loads), await OpenAsync(catalog, loading, opens, cancellationToken) })
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
        Tell("ready for use: loaded and composed (the first time also described and checked)", opens);
        Figures.Write($"unload: {collections.Count - survivors.Count} of {collections.Count} collected at once, {collections.Count(count => count <= FewCollections)} of them within {FewCollections} collections");

        // A thread that has just left the plugin may still have it on its stack, however often is collected meanwhile.
        await Task.Delay(Patience, cancellationToken);
        survivors.ForEach(context => Collect(context));
        folder.Delete(recursive: true);
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
        var generation = PluginGeneration.Load(plugin);
        times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        generation.Retire();

        return generation.Context;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> OpenAsync(PluginCatalog catalog, PluginLoading loading, List<double> times, CancellationToken cancellationToken)
    {
        var plugin = catalog.Require(PluginId);
        var began = Stopwatch.GetTimestamp();
        var generation = await loading.LoadAsync(plugin, null, isPersonsWish: false, cancellationToken);
        await (await loading.ComposeAsync(generation, cancellationToken)).DisposeAsync();
        times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        generation.Retire();

        return generation.Context;
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
