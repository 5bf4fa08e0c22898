using Host.Sample.Runs;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Host.Sample.Health;

/// <summary>Whether runs that are handed over are executed.</summary>
internal sealed class WorkerHealth(RunWorker worker, RunHalt halt) : IHealthCheck
{
    private static readonly HealthFinding Stopping = new("The host is stopping: pages in flight are finished, no new ones are begun.", "Nothing; runs go on at the next start.");
    private static readonly HealthFinding Dead = new("Runs are not executed any more: what executes them has ended.", "Restart the host and report it; its log says what happened. No run is lost.");

    Task<HealthCheckResult> IHealthCheck.CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) => Task.FromResult(
        halt.IsAsked ? Stopping.Unhealthy()
        : worker.ExecuteTask is { IsCompleted: false } ? HealthCheckResult.Healthy()
        : Dead.Unhealthy());
}
