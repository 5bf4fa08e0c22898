using System.Diagnostics;
using Host.Sample;
using Host.Sample.Insights;
using Host.Sample.Licences;
using Host.Sample.Logs;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks.EndToEnd;

/// <summary>The overview over what one run has collected. Rooms are opened anew for each measurement, as after a start.</summary>
internal static class DashboardRun
{
    private const int Channels = 1_000;

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

            List<(string What, double Seconds)> times = [];

            for (var repeat = 0; repeat < repeats; repeat++)
            {
                // Another price each time: what is kept holds no longer.
                await MeasureAsync(folder, 8 + repeat, times, cancellationToken);
            }

            foreach (var same in times.GroupBy(time => time.What))
            {
                Figures.Write($"  {same.Key,-48} {Figures.Median(same.Select(time => time.Seconds)),7:F2} s");
            }

            using var process = Process.GetCurrentProcess();
            Figures.Write($"  memory of the process at its peak {Figures.Megabytes(process.PeakWorkingSet64)}");

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string folder, decimal price, List<(string What, double Seconds)> times, CancellationToken cancellationToken)
    {
        await using (var rooms = await OpenAsync(folder, cancellationToken))
        {
            await rooms.GetRequiredService<SeatTermsService>().ChangeAsync(EndToEndRun.Connector, terms => terms with { Price = price, Currency = "USD" }, cancellationToken);
            var dashboards = rooms.GetRequiredService<Dashboards>();
            times.Add(("first look, which waits for nothing", await TimeAsync(() => dashboards.LookAsync(EndToEndRun.Connector, default, cancellationToken))));
            times.Add(("all of it worked out", await TimeAsync(() => dashboards.WholeAsync(EndToEndRun.Connector, default, cancellationToken))));
            times.Add(("again", await TimeAsync(() => dashboards.LookAsync(EndToEndRun.Connector, default, cancellationToken))));
            times.Add(("whether anything has changed", await TimeAsync(() => dashboards.StampAsync(EndToEndRun.Connector, default, cancellationToken))));
        }

        await using (var rooms = await OpenAsync(folder, cancellationToken))
        {
            times.Add(("first look after a start, from what is kept", await TimeAsync(() => rooms.GetRequiredService<Dashboards>().LookAsync(EndToEndRun.Connector, default, cancellationToken))));
        }
    }

    private static Task<ServiceProvider> OpenAsync(string folder, CancellationToken cancellationToken) =>
        HostRooms.OpenAsync(new() { DataFolder = folder, PluginsFolder = HostProgram.PluginsFolder }, new KnownSecrets(), cancellationToken);

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
