using System.Diagnostics.Metrics;
using Host.Sample.Database;
using Host.Sample.Runs;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Telemetry;

/// <summary>How many runs this host is at, and how many of the store wait for a decision. Asked for by whoever collects metrics, on that one's thread.</summary>
internal sealed class RunGauges(RunProgress progress, IDbContextFactory<HostDatabase> databases) : IHostedService, IDisposable
{
    // A meter of its own: it ends with the host, so that nothing is asked of a store that is closed.
    private readonly Meter _meter = new(HostMeter.Name, HostMeter.Meter.Version);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _meter.CreateObservableUpDownCounter("connector_host.runs.active", () => progress.Count, "{run}", "Runs that this host is at now.");
        _meter.CreateObservableUpDownCounter("connector_host.runs.held", Held, "{run}", "Runs of the store that wait for a person's decision.");

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> Held()
    {
        int held;

        try
        {
            using var database = databases.CreateDbContext();
            held = database.Runs.Count(run => run.State == RunState.Held);
        }
        catch (Exception exception) when (exception is ObjectDisposedException || StoreFailure.IsOne(exception))
        {
            // A number that is not known is no number: the host is ending, or health tells of the store.
            return [];
        }

        return [new(held)];
    }
}
