namespace Host.Sample.Telemetry;

/// <summary>Where metrics and traces are sent, by what the person who starts the host decides and by the variables that OpenTelemetry has for it.</summary>
internal static class TelemetryTarget
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    public const string Headers = "OTEL_EXPORTER_OTLP_HEADERS";

    private const string Disabled = "OTEL_SDK_DISABLED";

    private static readonly string[] Endpoints = [Endpoint, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    /// <summary>Whether anything is to be sent.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: an address or a protocol that is none.</exception>
    public static bool IsNamed(HostOptions options, IConfiguration configuration)
    {
        if (string.Equals(configuration[Disabled], "true", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        foreach (var name in Endpoints.Where(name => !string.IsNullOrEmpty(configuration[name])))
        {
            // A value that is wrong may hold a secret: it is not repeated.
            if (!(Uri.TryCreate(configuration[name], UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0))
            {
                throw new HostException(HostProblem.Usage, $"The variable {name} holds no address that metrics and traces can be sent to.", $"Give an http or https address such as http://127.0.0.1:4318, and what the receiver wants to know in {Headers}.");
            }
        }

        if (configuration[Protocol] is { Length: > 0 } protocol && protocol is not ("grpc" or "http/protobuf"))
        {
            throw new HostException(HostProblem.Usage, $"The variable {Protocol} holds no protocol that this host speaks.", "Say http/protobuf (the default) or grpc.");
        }

        return options.Otlp is not null || Endpoints.Any(name => !string.IsNullOrEmpty(configuration[name]));
    }
}
