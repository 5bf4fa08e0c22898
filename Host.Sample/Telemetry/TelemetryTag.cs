namespace Host.Sample.Telemetry;

/// <summary>The names of attributes of metrics and traces.</summary>
internal static class TelemetryTag
{
    public const string Plugin = "connector_host.plugin.id";
    public const string Connector = "connector_host.connector.id";
    public const string Stream = "connector_host.stream.id";
    public const string Run = "connector_host.run.id";
    public const string RunState = "connector_host.run.state";
    public const string RunVerdict = "connector_host.run.verdict";
    public const string Trigger = "connector_host.run.trigger";
    public const string IsResumed = "connector_host.run.resumed";
    public const string StreamState = "connector_host.stream.state";
    public const string Change = "connector_host.row.change";
    public const string Rows = "connector_host.rows";
    public const string Operation = "connector_host.store.operation";
    public const string Outcome = "connector_host.webhook.outcome";
    public const string Door = "connector_host.door";
    public const string Check = "connector_host.health.check";
    public const string EndpointServer = "connector_host.endpoint_server";
    public const string Error = "error.type";

    /// <summary>A word of a closed list, as attributes have it.</summary>
    public static string Of(Enum value) => value.ToString().ToLowerInvariant();
}
