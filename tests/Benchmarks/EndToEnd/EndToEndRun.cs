using System.Diagnostics;
using System.Text.Json;

namespace Benchmarks.EndToEnd;

/// <summary>The host as an administrator starts it, against the sandbox; two processes that share the machine.</summary>
internal static class EndToEndRun
{
    private const int Channels = 1_000;
    internal const string Connector = "Benchmark";

    public static async Task<int> RunAsync(int people, int repeats, string? server, CancellationToken cancellationToken)
    {
        List<(RunFigures First, RunFigures Second)> file = [];
        List<(RunFigures First, RunFigures Second)> database = [];

        // One after the other, so that what else the machine does meets both alike.
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            file.Add(await MeasureAsync(people, database: null, cancellationToken));

            if (server is not null)
            {
                await using var store = await BenchmarkDatabase.MakeAsync(server, "end_to_end", cancellationToken);
                database.Add(await MeasureAsync(people, store.Connection, cancellationToken));
            }
        }

        Tell("file", file, people);

        if (server is not null)
        {
            Tell("server", database, people);
        }

        return 0;
    }

    private static async Task<(RunFigures First, RunFigures Second)> MeasureAsync(int people, string? database, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("benchmarks-").FullName;

        try
        {
            await using var sandbox = await Sandbox.StartAsync(people, Channels, cancellationToken);
            await PrepareAsync(folder, sandbox, cancellationToken, database);
            var first = await MeasureAsync(folder, sandbox, "first run", cancellationToken, database);

            if (database is null)
            {
                Figures.Write($"  the store's file: {Figures.Megabytes(new FileInfo(Path.Combine(folder, "inventory.db")).Length)}");
            }

            Figures.Write($"  a day passes: {await sandbox.NextDayAsync(cancellationToken)}");

            return (first, await MeasureAsync(folder, sandbox, "second run", cancellationToken, database));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static async Task PrepareAsync(string folder, Sandbox sandbox, CancellationToken cancellationToken, string? database = null)
    {
        await using (var enable = ChildProcess.Start(folder, HostProgram.File, ["features", "enable", "slack"], database))
        {
            await enable.FinishAsync(cancellationToken);
        }

        await using var add = ChildProcess.Start(
            folder,
            HostProgram.File,
            [
                "connectors", "add", Connector, "--plugin", "slack", "--set", $"api_address={sandbox.Address}", "--set", $"client_id={sandbox.ClientId}", "--set", "pace=unpaced",
                "--secret", "token",
            ],
            database);
        await add.Input.WriteLineAsync(Sandbox.Token);
        await add.FinishAsync(cancellationToken);
    }

    internal static async Task<RunFigures> MeasureAsync(string folder, Sandbox sandbox, string name, CancellationToken cancellationToken, string? database = null)
    {
        var sandboxBefore = sandbox.Processor;
        var began = Stopwatch.GetTimestamp();
        await using var host = ChildProcess.Start(
            folder, HostProgram.File, ["connectors", "run", Connector, "--json", "--allow-origin", sandbox.Address.GetLeftPart(UriPartial.Authority)], database);
        var run = JsonElement.Parse(await host.FinishAsync(cancellationToken));
        var whole = Stopwatch.GetElapsedTime(began);
        var streams = run.GetProperty("streams").EnumerateArray().ToList();
        Figures.Write($"{name}: {run.GetProperty("verdict").GetString()}");

        foreach (var stream in streams)
        {
            Figures.Write(
                $"  {stream.GetProperty("streamId").GetString(),-24} received {Number(stream, "received"),9:N0}  rows {Number(stream, "rowCount"),9:N0}  added {Number(stream, "added"),9:N0}  changed {Number(stream, "changed"),7:N0}  removed {Number(stream, "removed"),5:N0}  {Between(stream).TotalSeconds,6:F2} s");
        }

        RunFigures figures = new(
            streams.Sum(stream => Number(stream, "received")),
            streams.Sum(stream => Number(stream, "added") + Number(stream, "changed") + Number(stream, "removed")),
            Between(run),
            whole,
            host.Processor,
            sandbox.Processor - sandboxBefore,
            host.PeakBytes);
        Tell("all", [figures]);

        return figures;
    }

    private static void Tell(string store, List<(RunFigures First, RunFigures Second)> all, int people)
    {
        Figures.Write($"{store}, median of {all.Count}, {people:N0} people:");
        Tell("first run", [.. all.Select(runs => runs.First)]);
        Tell("second run", [.. all.Select(runs => runs.Second)]);
    }

    private static void Tell(string name, List<RunFigures> all)
    {
        var run = Median(figures => figures.Run.TotalSeconds);
        var received = all[0].Received;
        Figures.Write(
            $"  {name}: {received:N0} records in {run:F2} s ({received / run:N0} records/s), {all[0].Written:N0} rows written; process {Median(figures => figures.Whole.TotalSeconds):F2} s, its processor time {Median(figures => figures.Processor.TotalSeconds):F2} s ({received / Median(figures => figures.Processor.TotalSeconds):N0} records a second of it), peak memory {Figures.Megabytes(Median(figures => figures.PeakBytes))}; sandbox's processor time {Median(figures => figures.Sandbox.TotalSeconds):F2} s");

        double Median(Func<RunFigures, double> figure) => Figures.Median(all.Select(figure));
    }

    private static TimeSpan Between(JsonElement what) => what.GetProperty("endedAt").GetDateTimeOffset() - what.GetProperty("startedAt").GetDateTimeOffset();

    private static long Number(JsonElement what, string name) => what.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : 0;
}
