using Plugin.Abstractions.Settings;
using Plugin.ContractTests;
using Plugin.Orchard;

namespace Plugin.Abstractions.Tests.Orchard;

/// <summary>The contract, held by the orchard that grows inside the plugin.</summary>
public sealed class OrchardContractTests : ConnectorContractTests
{
    protected override SettingValues ValidSettings { get; } = SomeOrchard.Settings(
        ("rows", "120"), ("page_size", "25"), ("change", "3"), ("client_id", "orchard-client"), ("service_address", ""), ("fail_at", "growers:2:omit"));

    protected override IConnectorPlugin CreatePlugin() => new OrchardPlugin();

    protected override HttpClient CreateHttpClient() => SomeOrchard.DeadHttp();
}
