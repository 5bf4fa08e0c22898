using System.Data.Common;
using Host.Sample.Database;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Host.Sample.Health;

/// <summary>Whether the store answers and takes writing.</summary>
internal sealed class StoreHealth(HostStore store) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // The end of a stream holds the store for seconds: that alone is no trouble.
    private static readonly HealthFinding Held = new("Somebody has been writing to the store for more than two seconds.", "Nothing while a large run ends; if it stays, close the program that has the store open.");

    async Task<HealthCheckResult> IHealthCheck.CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await store.TakesWritingAsync(Patience, cancellationToken) ? HealthCheckResult.Healthy() : Held.Degraded();
        }
        catch (Exception exception) when (StoreFailure.IsOne(exception) || exception is DbException)
        {
            var told = StoreFailure.Explain(exception, store.Name);

            return new HealthFinding("The store does not answer or takes no writing.", "Look into the host's log, or ask here with an access key.", $"{told.Message} {told.Fix}").Unhealthy();
        }
    }
}
