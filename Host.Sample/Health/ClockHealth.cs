using System.Globalization;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Host.Sample.Health;

/// <summary>Whether this machine and the store agree on the time.</summary>
internal sealed class ClockHealth(StoreClock clock) : IHealthCheck
{
    Task<HealthCheckResult> IHealthCheck.CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) => Task.FromResult(
        clock.Ahead.Duration() <= Heartbeat.ClockTolerance
            ? HealthCheckResult.Healthy()
            : new HealthFinding(
                string.Create(CultureInfo.InvariantCulture, $"This machine's clock is {clock.Ahead.Duration().TotalSeconds:0} s {(clock.Ahead > TimeSpan.Zero ? "ahead of" : "behind")} the store's. What is noted down is told by the store's; certificates of TLS and answers of services are judged by the machine's."),
                "Let the machines take their time from one source (NTP).").Degraded());
}
