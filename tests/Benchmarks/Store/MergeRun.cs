using System.Diagnostics;
using Host.Sample;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Npgsql;

namespace Benchmarks.Store;

/// <summary>The host's store alone: no plugin, no network. People of 25 columns.</summary>
internal static class MergeRun
{
    private const int Runs = 2;
    private const int ConnectorId = 1;

    public static async Task<int> RunAsync(int people, int repeats, string? database, CancellationToken cancellationToken)
    {
        List<StoreTimes[]> file = [];
        List<StoreTimes[]> server = [];

        // One after the other, so that what else the machine does meets both alike.
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            file.Add(await MeasureFileAsync(people, cancellationToken));

            if (database is not null)
            {
                server.Add(await MeasureServerAsync(database, people, cancellationToken));
            }
        }

        Tell("file", file, people);

        if (database is not null)
        {
            Tell("server", server, people);
        }

        return 0;
    }

    private static async Task<StoreTimes[]> MeasureFileAsync(int people, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("benchmarks-").FullName;

        try
        {
            return await MeasureAsync(new() { DataFolder = folder, PluginsFolder = folder }, people, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<StoreTimes[]> MeasureServerAsync(string database, int people, CancellationToken cancellationToken)
    {
        var schema = $"bench_{Guid.NewGuid():N}";
        NpgsqlConnectionStringBuilder connection = new(database) { SearchPath = schema };

        try
        {
            return await MeasureAsync(new() { DataFolder = "", PluginsFolder = "", Database = connection.ToString() }, people, cancellationToken);
        }
        finally
        {
            await using NpgsqlConnection cleaner = new(database);
            await cleaner.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // A name made here.
            await using NpgsqlCommand drop = new($"DROP SCHEMA IF EXISTS {schema} CASCADE", cleaner);
#pragma warning restore CA2100
            await drop.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static void Tell(string where, List<StoreTimes[]> all, int people)
    {
        for (var run = 0; run < Runs; run++)
        {
            var store = Median(run, times => times.Store);
            Figures.Write(
                $"{where}, run {run + 1}, median of {all.Count}: fields {Median(run, times => times.Fields):F2} s, store {store:F2} s ({people / store:N0} rows/s), its processor time {Median(run, times => times.Processor):F2} s");
        }

        Figures.Write($"{where}: store time of the second run: {Share(times => times.Store):P0} of the first, processor time {Share(times => times.Processor):P0}");

        double Share(Func<StoreTimes, TimeSpan> time) => Median(1, time) / Median(0, time);

        double Median(int run, Func<StoreTimes, TimeSpan> time) => Figures.Median(all.Select(times => time(times[run]).TotalSeconds));
    }

    private static async Task<StoreTimes[]> MeasureAsync(HostOptions options, int people, CancellationToken cancellationToken)
    {
        var store = HostStore.Of(options, TimeProvider.System);
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
        using var staging = StagingTable.Of(writer.Dialect, run, PeopleStream.Definition.Description.Id);
        var (fields, stored, processor) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        await writer.WriteAsync(session => staging.Create(session, schema), cancellationToken);

        foreach (var page in PeopleStream.Pages(people, run))
        {
            // Making the people is no part of it.
            var began = Stopwatch.GetTimestamp();
            rows.Fill(page);
            fields += Stopwatch.GetElapsedTime(began);
            await StoreAsync(session => staging.Add(session, rows));
        }

        MergeResult? merged = null;
        await StoreAsync(session => merged = staging.Merge(session, schema, ConnectorId, run, AbsentRows.AreGone));
        Figures.Write($"run {run}: {merged!.Added:N0} rows added, {merged.Changed:N0} changed, {merged.Removed:N0} removed of {merged.State.Count:N0}");

        return new(fields, stored, processor);

        async Task StoreAsync(Action<StoreSession> work)
        {
            var used = Environment.CpuUsage.TotalTime;
            var began = Stopwatch.GetTimestamp();
            await writer.WriteAsync(work, cancellationToken);
            stored += Stopwatch.GetElapsedTime(began);
            processor += Environment.CpuUsage.TotalTime - used;
        }
    }
}
