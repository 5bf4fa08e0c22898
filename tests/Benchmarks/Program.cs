using System.Diagnostics;
using System.Globalization;
using Benchmarks;
using Host.Sample;
using Host.Sample.Database;
using Host.Sample.Inventory;

var people = int.Parse(args[0], CultureInfo.InvariantCulture);
var folder = Directory.CreateTempSubdirectory("benchmark-").FullName;
var store = new HostStore(new HostOptions { DataFolder = folder, PluginsFolder = folder }, TimeProvider.System);
await store.PrepareAsync(default);

await using (var writer = new StoreWriter(store))
{
    var schema = await writer.WriteAsync(session => InventoryTables.Ensure(session, "bench", PeopleStream.Definition.Description), default);
    var buffer = new RowBuffer(schema);

    for (var run = 1; run <= 3; run++)
    {
        var staging = new StagingTable(run, "people");
        await writer.WriteAsync(staging.Create, default);
        var began = Stopwatch.GetTimestamp();

        foreach (var page in PeopleStream.Pages(people, run))
        {
            buffer.Fill(page);
            await writer.WriteAsync(session => staging.Add(session, buffer), default);
        }

        var staged = Stopwatch.GetElapsedTime(began);
        var result = await writer.WriteAsync(session => StreamMerge.Run(session, schema, staging, 1, run, true), default);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"run {run}: staged in {staged.TotalMilliseconds:F0} ms, merged in {(Stopwatch.GetElapsedTime(began) - staged).TotalMilliseconds:F0} ms, {result}"));
    }
}

Directory.Delete(folder, recursive: true);
