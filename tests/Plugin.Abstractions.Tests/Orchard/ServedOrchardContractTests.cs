using Plugin.Abstractions.Settings;
using Plugin.ContractTests;
using Plugin.Orchard;
using Plugin.Orchard.Service;

namespace Plugin.Abstractions.Tests.Orchard;

/// <summary>The contract, held by the orchard behind its office: real calls, real refusals.</summary>
public sealed class ServedOrchardContractTests : ConnectorContractTests, IAsyncLifetime
{
    private OrchardService? _service;

    protected override SettingValues ValidSettings => SomeOrchard.Settings(
        ("rows", "60"), ("page_size", "20"), ("fail_at", "harvests:3:startover"), ("client_id", "orchard-client"), ("service_address", _service!.Address.AbsoluteUri));

    public async ValueTask InitializeAsync() => _service = await OrchardService.StartAsync(new(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _service!.DisposeAsync();

    protected override IConnectorPlugin CreatePlugin() => new OrchardPlugin();

    protected override HttpClient CreateHttpClient() => SomeOrchard.Http();
}
