using System.Diagnostics.Metrics;
using Host.Sample.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Host.Sample.Health;

/// <summary>The health checks as a metric: the framework runs them twice a minute for it.</summary>
internal sealed class HealthGauge : IHealthCheckPublisher, IDisposable
{
    private readonly Meter _meter = new(HostMeter.Name, HostMeter.Meter.Version);
    private volatile HealthReport? _last;

    public HealthGauge() =>
        _meter.CreateObservableGauge("connector_host.health.status", Measure, "1", "Each health check: 2 healthy, 1 degraded, 0 unhealthy.");

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        _last = report;

        return Task.CompletedTask;
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> Measure() =>
        _last?.Entries.Select(entry => new Measurement<int>((int)entry.Value.Status, new KeyValuePair<string, object?>(TelemetryTag.Check, entry.Key))) ?? [];
}
