using System.Diagnostics.Tracing;

namespace Host.Sample.Telemetry;

/// <summary>Tells the log when metrics and traces cannot be delivered; the exporter itself tells nobody. Once in a while, not each time.</summary>
internal sealed partial class ExporterTrouble(HostOptions options, TimeProvider clock, ILogger<ExporterTrouble> logger) : EventListener, IHostedService
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private long? _told;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var source in EventSource.GetSources().Where(source => source.Name == Exporter))
        {
            EnableEvents(source, EventLevel.Warning);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Called by the constructor of the base already, before this object is one.
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter)
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (clock is null || logger is null)
        {
            return;
        }

        lock (_lock)
        {
            if (_told is { } told && clock.GetElapsedTime(told) < Silence)
            {
                return;
            }

            _told = clock.GetTimestamp();
        }

        // The event's own text may hold the receiver's answer.
        LogNotDelivered(options.Otlp?.GetLeftPart(UriPartial.Authority) ?? "the address of the environment", eventData.EventName);
    }

    [LoggerMessage(2600, LogLevel.Warning, "Metrics or traces could not be delivered to {Address} ({Event}); runs are not affected, what could not be delivered is lost. This is not told again for ten minutes")]
    private partial void LogNotDelivered(string address, string? @event);
}
