using System.Diagnostics;
using Host.Sample;
using Host.Sample.Licences;
using Host.Sample.Logs;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks.EndToEnd;

/// <summary>Licence position and reclaim report over what one run has collected. Rooms are opened anew for each repeat, so that nothing is remembered from the one before.</summary>
internal static class InsightsRun
{
    private const int Channels = 1_000;
    private const int Page = 100;
    private const int OtherIdleDays = 14;

    public static async Task<int> RunAsync(int people, int repeats, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("benchmarks-").FullName;

        try
        {
            await using (var sandbox = await Sandbox.StartAsync(people, Channels, cancellationToken, files: people / 2, now: null))
            {
                await EndToEndRun.PrepareAsync(folder, sandbox, cancellationToken);
                await EndToEndRun.MeasureAsync(folder, sandbox, "collected", cancellationToken);
            }

            List<(string What, (double Wall, double Processor) Seconds)> times = [];

            for (var repeat = 0; repeat < repeats; repeat++)
            {
                await MeasureAsync(folder, "position", rooms => PositionAsync(rooms, null, cancellationToken), times, cancellationToken);
                await MeasureAsync(folder, "report", rooms => ReportAsync(rooms, null, cancellationToken), times, cancellationToken);
                await MeasureAsync(folder, "position as CSV", rooms => rooms.GetRequiredService<PositionExport>().WriteAsync(EndToEndRun.Connector, new(), ExportForm.Csv, Stream.Null, cancellationToken), times, cancellationToken);
                await MeasureAsync(folder, "position as XLSX", rooms => rooms.GetRequiredService<PositionExport>().WriteAsync(EndToEndRun.Connector, new(), ExportForm.Xlsx, Stream.Null, cancellationToken), times, cancellationToken);
            }

            foreach (var same in times.GroupBy(time => time.What))
            {
                Figures.Write($"  {same.Key,-40} {Figures.Median(same.Select(time => time.Seconds.Wall)),7:F2} s, processor time {Figures.Median(same.Select(time => time.Seconds.Processor)),6:F2} s");
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string folder, string what, Func<IServiceProvider, Task> work, List<(string What, (double Wall, double Processor) Seconds)> times, CancellationToken cancellationToken)
    {
        await using var rooms = await HostRooms.OpenAsync(new() { DataFolder = folder, PluginsFolder = HostProgram.PluginsFolder }, new KnownSecrets(), cancellationToken);

        // The plugin is loaded once for all that a host does.
        await rooms.GetRequiredService<SeatTermsService>().ChangeAsync(EndToEndRun.Connector, terms => terms with { Price = 8.75m, Currency = "USD" }, cancellationToken);
        times.Add((what, await TimeAsync(() => work(rooms))));
        times.Add(($"{what}, again", await TimeAsync(() => work(rooms))));

        if (what is "report")
        {
            times.Add(("report, other idle days", await TimeAsync(() => ReportAsync(rooms, OtherIdleDays, cancellationToken))));
        }
    }

    private static async Task PositionAsync(IServiceProvider rooms, int? idleDays, CancellationToken cancellationToken)
    {
        var page = await rooms.GetRequiredService<PositionService>().PageAsync(EndToEndRun.Connector, new() { IdleDays = idleDays, Take = Page }, cancellationToken);
        Figures.Write($"  position of {page.Total:N0}: {string.Join(", ", page.Counts.Where(count => count.Value > 0).Select(count => $"{count.Value} {LicenceWords.Of(count.Key)}"))}");
    }

    private static async Task ReportAsync(IServiceProvider rooms, int? idleDays, CancellationToken cancellationToken)
    {
        var report = await rooms.GetRequiredService<ReclaimService>().ReportAsync(EndToEndRun.Connector, new() { IdleDays = idleDays, Take = Page }, cancellationToken);
        Figures.Write($"  report on {report.Accounts:N0}: {string.Join(", ", report.Totals.Select(total => $"{total.Seats} {LicenceWords.Of(total.Class)}"))}");
    }

    private static async Task<(double Wall, double Processor)> TimeAsync(Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        var (began, before) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        await work();
        process.Refresh();

        return (Stopwatch.GetElapsedTime(began).TotalSeconds, (process.TotalProcessorTime - before).TotalSeconds);
    }
}
