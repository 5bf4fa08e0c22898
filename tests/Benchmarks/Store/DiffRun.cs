using System.Diagnostics;
using Host.Sample;
using Host.Sample.Database;
using Host.Sample.Insights;
using Host.Sample.Inventory;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks.Store;

/// <summary>What comparing two runs costs: so many changes among so many rows.</summary>
internal static class DiffRun
{
    private const int ConnectorId = 1;

    public static async Task<int> RunAsync(int people, int changes, int repeats, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("benchmarks-").FullName;

        try
        {
            await using var rooms = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton(new HostOptions { DataFolder = folder, PluginsFolder = folder })
                .AddDatabase().AddInventory().AddInsights().BuildServiceProvider();
            await rooms.GetRequiredService<HostStore>().PrepareAsync(cancellationToken);
            var writer = rooms.GetRequiredService<StoreWriter>();
            var schema = await writer.WriteAsync(session => InventoryTables.Ensure(session, "bench", PeopleStream.Definition.Description), cancellationToken);

            for (var run = 1; run <= 2; run++)
            {
                await CollectAsync(writer, schema, people, changes, run, cancellationToken);
            }

            InventorySource source = new(new() { Id = ConnectorId, Name = "Bench", PluginId = "bench" }, 2, [schema]);
            var reader = rooms.GetRequiredService<ChangeReader>();
            List<double> counting = [];
            List<double> reading = [];
            var found = 0L;

            for (var repeat = 0; repeat < repeats; repeat++)
            {
                var began = Stopwatch.GetTimestamp();
                var counted = await reader.CountAsync(ConnectorId, schema, 1, 2, cancellationToken);
                counting.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                began = Stopwatch.GetTimestamp();
                found = await reader.RowsAsync(source, schema, 1, cancellationToken).LongCountAsync(cancellationToken);
                reading.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);

                if (found != counted.Added + counted.Changed + counted.Removed)
                {
                    throw new InvalidOperationException("What was counted and what was read differ.");
                }
            }

            Figures.Write($"{found:N0} changes among {people:N0} rows, median of {repeats}: counted in {Figures.Median(counting):F1} ms, read in {Figures.Median(reading):F1} ms");

            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CollectAsync(StoreWriter writer, InventorySchema schema, int people, int changes, int run, CancellationToken cancellationToken)
    {
        RowBuffer rows = new(schema);
        using var staging = StagingTable.Of(writer.Dialect, run, PeopleStream.Definition.Description.Id);
        await writer.WriteAsync(session => staging.Create(session, schema), cancellationToken);

        foreach (var page in PeopleStream.Pages(people, run, people / changes))
        {
            rows.Fill(page);
            await writer.WriteAsync(session => staging.Add(session, rows), cancellationToken);
        }

        await writer.WriteAsync(session => staging.Merge(session, schema, ConnectorId, run, AbsentRows.AreGone), cancellationToken);
    }
}
