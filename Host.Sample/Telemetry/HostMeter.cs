using System.Diagnostics.Metrics;

namespace Host.Sample.Telemetry;

/// <summary>What the host counts and measures of itself. While nobody listens, nothing is kept and a count costs a comparison.</summary>
/// <remarks>Names, units and attributes are written down in <c>docs/operations.md</c>; a test holds both together. No attribute holds a text that a person or a service wrote.</remarks>
internal static class HostMeter
{
    public const string Name = "ConnectorHost";

    public static readonly Meter Meter = new(Name, typeof(HostMeter).Assembly.GetName().Version?.ToString(3));

    public static readonly Counter<long> RunsBegun = Meter.CreateCounter<long>("connector_host.runs.begun", "{run}", "Runs that began, or were taken up again.");

    public static readonly Counter<long> RunsEnded = Meter.CreateCounter<long>("connector_host.runs.ended", "{run}", "Runs that ended, by state and verdict.");

    public static readonly Histogram<double> RunDuration = Meter.CreateHistogram<double>(
        "connector_host.run.duration", "s", "From the first beginning of a run to its end, interruptions included.", advice: new() { HistogramBucketBoundaries = [1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 14400, 43200] });

    public static readonly Counter<long> StreamsEnded = Meter.CreateCounter<long>("connector_host.streams.ended", "{stream}", "Streams of runs that ended, by state.");

    public static readonly Counter<long> Pages = Meter.CreateCounter<long>("connector_host.pages", "{page}", "Pages taken from plugins.");

    public static readonly Counter<long> RowsReceived = Meter.CreateCounter<long>("connector_host.rows.received", "{row}", "Records that services sent.");

    public static readonly Counter<long> RowsMerged = Meter.CreateCounter<long>("connector_host.rows.merged", "{row}", "Rows that the end of a stream added, changed or removed.");

    public static readonly Counter<long> ServiceCalls = Meter.CreateCounter<long>("connector_host.service.calls", "{call}", "Calls to services, retries included.");

    public static readonly Counter<long> ServiceRetries = Meter.CreateCounter<long>("connector_host.service.retries", "{call}", "Calls that repeated one that failed.");

    public static readonly Counter<long> ServiceThrottled = Meter.CreateCounter<long>("connector_host.service.throttled", "{call}", "Calls that services refused because they came too fast.");

    public static readonly Counter<double> ServiceWait = Meter.CreateCounter<double>("connector_host.service.wait", "s", "Time that streams waited because services asked for it, or for their pace.");

    public static readonly Histogram<double> StoreWrite = Meter.CreateHistogram<double>(
        "connector_host.store.write.duration", "s", "A transaction of a run, the waiting for its turn included.", advice: new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    public static readonly Counter<long> WebhookDeliveries = Meter.CreateCounter<long>("connector_host.webhook.deliveries", "{attempt}", "Attempts to deliver to webhooks, by outcome.");

    public static readonly Counter<long> SignInFailures = Meter.CreateCounter<long>("connector_host.sign_in.failures", "{attempt}", "Access keys that opened nothing.");

    public static readonly Counter<long> CertificateFailures = Meter.CreateCounter<long>("connector_host.certificate.failures", "{certificate}", "Verifications that found a store or certificate altered.");
}
