using Plugin.Abstractions;
using Plugin.Abstractions.Settings;
using Plugin.ContractTests;
using Plugin.Sapling.Sandbox;

namespace Plugin.Sapling.Tests;

/// <summary>The contract, held against the sandbox. Tests of your own stand beside it.</summary>
public sealed class SaplingContractTests : ConnectorContractTests, IAsyncLifetime
{
    private SandboxServer? _sandbox;

    protected override SettingValues ValidSettings => new(
        new Dictionary<string, string> { ["service_address"] = _sandbox!.Address.AbsoluteUri },
        new Dictionary<string, Secret> { ["token"] = new(new SandboxOptions().Token) });

    public async ValueTask InitializeAsync() => _sandbox = await SandboxServer.StartAsync(new(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _sandbox!.DisposeAsync();

    protected override IConnectorPlugin CreatePlugin() => new SaplingPlugin();

    protected override HttpClient CreateHttpClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
}
