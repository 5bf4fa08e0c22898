using System.Diagnostics;
using Host.Sample;
using Host.Sample.Database;
using Host.Sample.Inventory;

namespace Benchmarks.Store;

/// <summary>The host's store alone: no plugin, no network. People of 25 columns.</summary>
internal static class MergeRun
{
    private const int Runs = 2;
    private const int ConnectorId = 1;

    public static async Task<int> RunAsync(int people, int repeats, CancellationToken cancellationToken)
    {
        List<StoreTimes[]> all = [];

        for (var repeat = 0; repeat < repeats; repeat++)
        {
            var folder = Directory.CreateTempSubdirectory("benchmarks-").FullName;

            try
            {
                all.Add(await MeasureAsync(folder, people, cancellationToken));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        for (var run = 0; run < Runs; run++)
        {
            var store = Median(run, times => times.Store);
            Figures.Write(
                $"run {run + 1}, median of {repeats}: fields {Median(run, times => times.Fields):F2} s, store {store:F2} s ({people / store:N0} rows/s), processor time of both {Median(run, times => times.Processor):F2} s");
        }

        Figures.Write($"store time of the second run: {Median(1, times => times.Store) / Median(0, times => times.Store):P0} of the first");

        return 0;

        double Median(int run, Func<StoreTimes, TimeSpan> time) => Figures.Median(all.Select(times => time(times[run]).TotalSeconds));
    }

    private static async Task<StoreTimes[]> MeasureAsync(string folder, int people, CancellationToken cancellationToken)
    {
        HostStore store = new(new HostOptions { DataFolder = folder, PluginsFolder = folder }, TimeProvider.System);
        await store.PrepareAsync(cancellationToken);
        await using StoreWriter writer = new(store);
        var schema = await writer.WriteAsync(session => InventoryTables.Ensure(session, "bench", PeopleStream.Definition.Description), cancellationToken);
        var times = new StoreTimes[Runs];

        for (var run = 0; run < Runs; run++)
        {
            times[run] = await MeasureAsync(writer, schema, people, run + 1, cancellationToken);
        }

        return times;
    }

    private static async Task<StoreTimes> MeasureAsync(StoreWriter writer, InventorySchema schema, int people, int run, CancellationToken cancellationToken)
    {
        RowBuffer rows = new(schema);
        using StagingTable staging = new(run, PeopleStream.Definition.Description.Id);
        var (fields, stored, processor) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        await writer.WriteAsync(staging.Create, cancellationToken);

        foreach (var page in PeopleStream.Pages(people, run))
        {
            // Making the people is no part of it.
            var used = Environment.CpuUsage.TotalTime;
            var began = Stopwatch.GetTimestamp();
            rows.Fill(page);
            fields += Stopwatch.GetElapsedTime(began);

            began = Stopwatch.GetTimestamp();
            await writer.WriteAsync(session => staging.Add(session, rows), cancellationToken);
            stored += Stopwatch.GetElapsedTime(began);
            processor += Environment.CpuUsage.TotalTime - used;
        }

        var usedBefore = Environment.CpuUsage.TotalTime;
        var beganMerge = Stopwatch.GetTimestamp();
        var merged = await writer.WriteAsync(session => StreamMerge.Run(session, schema, staging, ConnectorId, run, absentAreGone: true), cancellationToken);
        stored += Stopwatch.GetElapsedTime(beganMerge);
        processor += Environment.CpuUsage.TotalTime - usedBefore;
        Figures.Write($"run {run}: {merged.Added:N0} rows added, {merged.Changed:N0} changed, {merged.Removed:N0} removed of {merged.State.Count:N0}");

        return new(fields, stored, processor);
    }
}
