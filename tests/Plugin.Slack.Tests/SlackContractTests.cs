using System.Net;
using Microsoft.Extensions.Time.Testing;
using Plugin.Abstractions;
using Plugin.Abstractions.Settings;
using Plugin.ContractTests;
using Plugin.Slack.Sandbox;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests;

/// <summary>The contract, held by the Slack plugin against its sandbox.</summary>
public sealed class SlackContractTests : ConnectorContractTests, IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));
    private SandboxServer? _sandbox;

    protected override TimeProvider Clock => _clock;

    protected override SettingValues ValidSettings => new(
        new Dictionary<string, string> { ["api_address"] = _sandbox!.Address.ToString(), ["pace"] = "unpaced", ["client_id"] = "1234567890.9876543210", ["profile_calls"] = "12" },
        new Dictionary<string, Secret> { ["client_secret"] = new("0123456789abcdef0123456789abcdef"), ["token"] = new("xoxp-test") });

    public async ValueTask InitializeAsync() => _sandbox = await Sandboxes.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _sandbox!.DisposeAsync();

    protected override void OnWaiting(TimeSpan duration) => _clock.Advance(duration);

    protected override IConnectorPlugin CreatePlugin() => new SlackPlugin();

#pragma warning disable CA2000 // the client disposes the handler
    protected override HttpClient CreateHttpClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All }) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
}
