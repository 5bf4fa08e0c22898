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
    private const int MostCollections = 20;

    public static async Task<int> RunAsync(int cycles, CancellationToken cancellationToken)
    {
        PluginFaults faults = new();
        PluginCatalog catalog = new(new HostOptions { DataFolder = "", PluginsFolder = HostProgram.PluginsFolder }, faults);
        List<double> milliseconds = [];
        var (mostCollections, left) = (0, 0);
        using var own = Process.GetCurrentProcess();

        for (var cycle = 1; cycle <= cycles; cycle++)
        {
            var (took, context) = await CycleAsync(catalog, faults, cancellationToken);
            milliseconds.Add(took.TotalMilliseconds);
            var collections = Collect(context);
            mostCollections = Math.Max(mostCollections, collections);
            left += context.IsAlive ? 1 : 0;

            if (cycle == 1 || cycle == cycles / 2 || cycle == cycles)
            {
                own.Refresh();
                Figures.Write($"after cycle {cycle}: memory of the process {Figures.Megabytes(own.WorkingSet64)}, managed heap {GC.GetTotalMemory(forceFullCollection: true) / 1e6:F1} MB");
            }
        }

        Figures.Write($"load: first {milliseconds[0]:F0} ms; after that median {Figures.Median(milliseconds.Skip(1)):F1} ms, slowest {milliseconds.Skip(1).Max():F1} ms");
        Figures.Write($"unload: {cycles - left} of {cycles} collected, the slowest after {mostCollections} collections");

        return 0;
    }

    // Nothing of the plugin may stay on the caller's stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<(TimeSpan Took, WeakReference Context)> CycleAsync(PluginCatalog catalog, PluginFaults faults, CancellationToken cancellationToken)
    {
        await using LoadedPlugins plugins = new(catalog, faults, TimeProvider.System, NullLogger<LoadedPlugins>.Instance);
        var began = Stopwatch.GetTimestamp();
        await (await plugins.OpenAsync(PluginId, cancellationToken)).DisposeAsync();

        return (Stopwatch.GetElapsedTime(began), (await plugins.ContextsAsync(cancellationToken)).Single());
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
