using System.Diagnostics.Metrics;
using System.Net;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Runs;
using Host.Sample.Runs.Proof;
using Host.Sample.Tests.Webhooks;
using Host.Sample.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using Plugin.Orchard.Service;

namespace Host.Sample.Tests.Telemetry;

/// <summary>What leaves the host when metrics and traces are asked for, seen by a real receiver.</summary>
public sealed class TelemetryTests
{
    private const string ServiceToken = "office-canary-token";
    private const string HookSecret = "T0HOOKCANARY42";
    private const string WrongKey = "wrong-canary-key-that-nobody-has";
    private const string Code = "canary-callback-code";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_measured_and_traced_and_no_secret_leaves_with_it()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var office = await OrchardService.StartAsync(new() { Token = ServiceToken }, Token);
        await using var hook = await WebhookReceiver.StartAsync();
        var host = await WebFixture.StartAsync(options => options with { Otlp = receiver.Address, AllowedOrigins = [office.Address.GetLeftPart(UriPartial.Authority), hook.Origin] });
        string key;

        await using (host)
        {
            key = host.Key;
            await AddConnectorAsync(host, office);
            await host.Get<WebhookService>().AddAsync("North", "hook", $"{hook.Origin}/services/{HookSecret}?key=kept-in-the-address", null, Token);
            (await RunAsync(host)).State.ShouldBe(RunState.Published);
            (await host.Get<WebhookService>().DeliverAsync(Token)).ShouldBe((1, 0));
            using HttpRequestMessage wrong = new(HttpMethod.Get, "/api/plugins?search=canary-of-a-query");
            wrong.Headers.Authorization = new("Bearer", WrongKey);
            (await host.Anonymous.SendAsync(wrong, Token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            await host.Anonymous.GetAsync($"/cmp/AuthorizeOrchard?code={Code}&state=forged", Token);
            host.Get<MeterProvider>().ForceFlush().ShouldBeTrue();
        }

        receiver.Addresses.ShouldBe(["/v1/metrics application/x-protobuf", "/v1/traces application/x-protobuf"]);
        var (metrics, traces) = (receiver.Metrics, receiver.Traces);

        foreach (var name in new[]
        {
            "connector_host.runs.begun", "connector_host.runs.ended", "connector_host.run.duration", "connector_host.streams.ended", "connector_host.pages", "connector_host.rows.received",
            "connector_host.rows.merged", "connector_host.service.calls", "connector_host.store.write.duration", "connector_host.runs.active", "connector_host.runs.held",
            "connector_host.webhook.deliveries", "connector_host.sign_in.failures", "http.server.request.duration", "http.client.request.duration", "dotnet.gc.collections",
        })
        {
            metrics.ShouldContain(name);
        }

        foreach (var text in new[] { "connector-host", "connector_host.run.verdict", "complete", "growers", "orchard", "local" })
        {
            metrics.ShouldContain(text);
        }

        foreach (var text in new[] { "stream merge", "page commit", "GET /whoami", "url.template", "POST /services/{}", "connector_host.run.id", "http.response.status_code" })
        {
            traces.ShouldContain(text);
        }

        foreach (var secret in new[] { ServiceToken, HookSecret, WrongKey, Code, key, "kept-in-the-address", "canary-of-a-query", "orchard-client-secret", "Bearer" })
        {
            (metrics + traces).ShouldNotContain(secret);
        }
    }

    [Fact]
    public async Task A_receiver_that_is_away_disturbs_no_run()
    {
        await using var office = await OrchardService.StartAsync(new() { Token = ServiceToken }, Token);
        // Nobody listens on the port of discarded things.
        await using var host = await WebFixture.StartAsync(options => options with { Otlp = new("http://127.0.0.1:9"), AllowedOrigins = [office.Address.GetLeftPart(UriPartial.Authority)] });
        await AddConnectorAsync(host, office);

        (await RunAsync(host)).State.ShouldBe(RunState.Published);
        host.Get<MeterProvider>().ForceFlush(timeoutMilliseconds: 5_000).ShouldBeFalse("what could not be delivered is not told to be");
        (await RunAsync(host)).State.ShouldBe(RunState.Published);
    }

    [Fact]
    public async Task A_store_that_was_altered_is_counted_when_it_is_found()
    {
        await using var office = await OrchardService.StartAsync(new() { Token = ServiceToken }, Token);
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var host = await WebFixture.StartAsync(options => options with { Otlp = receiver.Address, AllowedOrigins = [office.Address.GetLeftPart(UriPartial.Authority)] });
        await AddConnectorAsync(host, office);
        var run = await RunAsync(host);

        (await host.TellStoreAsync("UPDATE orchard_growers SET name = 'Somebody else' WHERE rowid = (SELECT min(rowid) FROM orchard_growers)")).ShouldBe(1);

        (await host.Get<RunVerification>().VerifyAsync(run.Id, null, Token)).Outcome.ShouldBe(VerificationOutcome.Broken);

        host.Get<MeterProvider>().ForceFlush().ShouldBeTrue();
        receiver.Metrics.ShouldContain("connector_host.certificate.failures");
    }

    [Fact]
    public async Task Nothing_is_started_unless_it_is_asked_for()
    {
        await using var host = await WebFixture.StartAsync();

        host.Door.App.Services.GetService<MeterProvider>().ShouldBeNull();
        host.Door.App.Services.GetService<OpenTelemetry.Trace.TracerProvider>().ShouldBeNull();
    }

    [Fact]
    public void The_manual_names_every_metric_with_its_unit()
    {
        var manual = File.ReadAllText(Path.Combine(Repository(), "docs", "operations.md"));
        List<Instrument> instruments = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "ConnectorHost")
            {
                instruments.Add(instrument);
            }
        };
        listener.Start();
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(HostOptions).Assembly.GetType("Host.Sample.Telemetry.HostMeter", throwOnError: true)!.TypeHandle);

        instruments.Count.ShouldBeGreaterThan(10);

        foreach (var instrument in instruments)
        {
            manual.ShouldContain($"| `{instrument.Name}` | {instrument.Unit!.Trim('{', '}')} |");
        }
    }

    private static async Task AddConnectorAsync(WebFixture host, OrchardService office) => await host.Get<ConnectorService>().AddAsync(
        new()
        {
            Name = "North",
            PluginId = "orchard",
            Texts = new Dictionary<string, string?> { ["client_id"] = "orchard-client", ["service_address"] = office.Address.AbsoluteUri },
            Secrets = new Dictionary<string, string?> { ["client_secret"] = "orchard-client-secret", ["token"] = ServiceToken },
        },
        Token);

    private static async Task<Run> RunAsync(WebFixture host)
    {
        var run = await host.Get<RunService>().QueueAsync("North", "test", isFull: false, Token);

        return await host.Get<RunService>().ExecuteAsync(run.Id, Token);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (!File.Exists(Path.Combine(folder.FullName, "SlackConnectorPlugin.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie below the solution.");
        }

        return folder.FullName;
    }
}
