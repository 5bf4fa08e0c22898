using System.Diagnostics;
using Host.Sample.Database;
using Host.Sample.Telemetry;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs;

/// <summary>What is counted and traced of a stream.</summary>
internal static class StreamTelemetry
{
    public const string PageCommit = "page";
    public const string Merge = "merge";

    public static Activity? Trace(StreamDescription stream) => HostTraces.Source.StartActivity("stream")?.SetTag(TelemetryTag.Stream, stream.Id);

    /// <summary>Asking a plugin for a page, the calls that it makes for it included.</summary>
    public static Activity? TracePage(StreamDescription stream) => HostTraces.Source.StartActivity("page")?.SetTag(TelemetryTag.Stream, stream.Id);

    /// <summary>A transaction of a stream, from now until it is disposed of.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="operation">What is written.</param>
    public static Writing Write(StreamDescription stream, string operation) => new(stream.Id, operation);

    public static void Page(string pluginId, string streamId, PageEvidence evidence)
    {
        TagList tags = new() { { TelemetryTag.Plugin, pluginId }, { TelemetryTag.Stream, streamId } };
        HostMeter.Pages.Add(1, tags);
        HostMeter.RowsReceived.Add(evidence.Received, tags);
        Calls(tags, evidence.Calls, evidence.Retries, evidence.Throttled, evidence.Waited);
    }

    /// <summary>What calls cost that brought no page.</summary>
    public static void Cost(string pluginId, string streamId, FailureCost cost) =>
        Calls(new() { { TelemetryTag.Plugin, pluginId }, { TelemetryTag.Stream, streamId } }, cost.Calls, cost.Retries, cost.Throttled, cost.Waited);

    public static void Ended(string pluginId, StreamRun stream, Activity? activity)
    {
        activity?.SetTag(TelemetryTag.StreamState, TelemetryTag.Of(stream.State)).SetTag(TelemetryTag.Rows, stream.RowCount);
        TagList tags = new() { { TelemetryTag.Plugin, pluginId }, { TelemetryTag.Stream, stream.StreamId } };
        var ended = tags;
        ended.Add(TelemetryTag.StreamState, TelemetryTag.Of(stream.State));
        HostMeter.StreamsEnded.Add(1, ended);
        Merged(tags, "added", stream.Added);
        Merged(tags, "changed", stream.Changed);
        Merged(tags, "removed", stream.Removed);
    }

    private static void Merged(TagList tags, string change, long? rows)
    {
        if (rows > 0)
        {
            tags.Add(TelemetryTag.Change, change);
            HostMeter.RowsMerged.Add(rows.Value, tags);
        }
    }

    private static void Calls(TagList tags, int calls, int retries, int throttled, TimeSpan waited)
    {
        HostMeter.ServiceCalls.Add(calls, tags);
        HostMeter.ServiceRetries.Add(retries, tags);
        HostMeter.ServiceThrottled.Add(throttled, tags);
        HostMeter.ServiceWait.Add(waited.TotalSeconds, tags);
    }

    internal readonly struct Writing(string streamId, string operation) : IDisposable
    {
        private readonly Activity? _activity = HostTraces.Source.StartActivity(operation is Merge ? "stream merge" : "page commit")?.SetTag(TelemetryTag.Stream, streamId);
        private readonly long _began = Stopwatch.GetTimestamp();

        public void Dispose()
        {
            HostMeter.StoreWrite.Record(Stopwatch.GetElapsedTime(_began).TotalSeconds, new KeyValuePair<string, object?>(TelemetryTag.Operation, operation));
            _activity?.Dispose();
        }
    }
}
