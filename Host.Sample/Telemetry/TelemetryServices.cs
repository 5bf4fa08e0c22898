using System.Globalization;
using Host.Sample.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace Host.Sample.Telemetry;

public static class TelemetryServices
{
    /// <summary>What the runtime and its libraries measure of themselves; none of their attributes holds an address's path or query.</summary>
    private static readonly string[] Framework = ["System.Runtime", "System.Net.Http", "Microsoft.AspNetCore.Hosting"];

    /// <summary>Sends metrics and traces to where the options or the environment say, by OTLP; without that nothing is started.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: an address or a protocol that is none.</exception>
    public static void AddTelemetry(this WebApplicationBuilder builder, HostOptions options)
    {
        if (!TelemetryTarget.IsNamed(options, builder.Configuration))
        {
            return;
        }

        Dictionary<string, string?> chosen = [];

        if (options.Otlp is { } address)
        {
            chosen[TelemetryTarget.Endpoint] = address.ToString();
        }

        if (string.IsNullOrEmpty(builder.Configuration[TelemetryTarget.Protocol]))
        {
            chosen[TelemetryTarget.Protocol] = "http/protobuf";
        }

        builder.Configuration.AddInMemoryCollection(chosen);
        builder.Services.AddSingleton<HealthGauge>().AddSingleton<IHealthCheckPublisher>(provider => provider.GetRequiredService<HealthGauge>());
        builder.Services.AddHostedService<RunGauges>().AddHostedService<ExporterTrouble>();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("connector-host", serviceVersion: typeof(TelemetryServices).Assembly.GetName().Version?.ToString(3), serviceInstanceId: Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture))
                .AddAttributes([new(TelemetryTag.EndpointServer, options.EndpointServer)])
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics.AddMeter(HostMeter.Name).AddMeter(Framework))
            // Not the runtime's own traces of calls: these would carry whole paths, and with them the secrets of webhooks.
            .WithTracing(traces => traces.AddSource(HostTraces.Name))
            .UseOtlpExporter();
    }
}
