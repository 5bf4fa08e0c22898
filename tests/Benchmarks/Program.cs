using Benchmarks;
using System.Diagnostics;
using Host.Sample;
using Host.Sample.Database;
using Host.Sample.Inventory;

var people = int.Parse(args[1]);
var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
var store = new HostStore(new HostOptions { DataFolder = folder, PluginsFolder = folder }, TimeProvider.System);
await store.PrepareAsync(default);
await using var writer = new StoreWriter(store);
var schema = await writer.WriteAsync(s => InventoryTables.Ensure(s, "bench", PeopleStream.Definition.Description), default);
var buffer = new RowBuffer(schema);
for (int w = 0; w < 2; w++) { 
var t0 = Cpu();
foreach (var p in PeopleStream.Pages(people, 0)) { _ = p.RowCount; }
Console.WriteLine($"generate {(Cpu()-t0).TotalMilliseconds:F0} ms");
t0 = Cpu();
foreach (var p in PeopleStream.Pages(people, 0)) buffer.Fill(p);
Console.WriteLine($"generate+fill {(Cpu()-t0).TotalMilliseconds:F0} ms");
}
for (int run = 1; run <= 3; run++)
{
    var staging = new StagingTable(run, "people");
    await writer.WriteAsync(s => { staging.Create(s); }, default);
    var fill = TimeSpan.Zero; var stage = TimeSpan.Zero;
    foreach (var p in PeopleStream.Pages(people, run))
    {
        var t = Cpu();
        buffer.Fill(p);
        var u = Cpu();
        await writer.WriteAsync(s => staging.Add(s, buffer), default);
        fill += (u-t); stage += (Cpu()-u);
    }
    var m = Cpu();
    var result = await writer.WriteAsync(s => StreamMerge.Run(s, schema, staging, 1, run, true), default);
    Console.WriteLine($"run {run}: fill {fill.TotalMilliseconds:F0} stage {stage.TotalMilliseconds:F0} merge {(Cpu()-m).TotalMilliseconds:F0} {result}");
}
Console.WriteLine($"peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB, file {new FileInfo(store.File).Length >> 20} MB wal {new FileInfo(store.File + "-wal").Length >> 20}");
await writer.DisposeAsync();
Directory.Delete(folder, true);

static TimeSpan Cpu() { using var p = Process.GetCurrentProcess(); return p.TotalProcessorTime; }
