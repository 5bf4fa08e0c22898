using Host.Sample.Connectors;
using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Tests.Connectors;

public sealed class SampleConnectorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plugin_is_tried_with_a_connector_to_its_own_sandbox()
    {
        await using var host = await WebFixture.StartAsync();
        var samples = host.Get<SampleConnectors>();

        var first = await samples.PrepareAsync("orchard", Token);
        var second = await samples.PrepareAsync("orchard", Token);
        var start = await host.Get<AuthorizationService>().BeginAsync(first.Name, Token);
        using var allow = new FormUrlEncodedContent([new("decision", "allow")]);
        var callback = (await host.Anonymous.PostAsync(new Uri(start.ConsentUrl), allow, Token)).Headers.Location.ShouldNotBeNull();
        await host.Anonymous.GetAsync(callback, Token);
        var report = await host.Get<ConnectorService>().TestAsync(first.Name, Token);

        first.Name.ShouldBe("Orchard Connector sample");
        Same(second).ShouldBe(Same(first));
        start.ConsentUrl.ShouldStartWith(first.SandboxOrigin.ShouldNotBeNull());
        report.Streams.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_connector_that_has_the_samples_name_by_chance_is_left_alone()
    {
        await using var host = await WebFixture.StartAsync();
        var own = await host.AddConnectorAsync("orchard connector SAMPLE");

        var sample = await host.Get<SampleConnectors>().PrepareAsync("orchard", Token);

        sample.Name.ShouldBe("Orchard Connector sample 2");
        Same(await host.Get<ConnectorService>().GetAsync(own.Name, Token)).ShouldBe(Same(own));
    }

    [Fact]
    public async Task A_sandbox_that_has_ended_with_its_host_is_started_again_when_it_is_needed()
    {
        await using var host = await WebFixture.StartAsync();
        var sample = await host.Get<SampleConnectors>().PrepareAsync("orchard", Token);
        await ForgetWhereItIsAsync(host, sample);

        var start = await host.Get<AuthorizationService>().BeginAsync(sample.Name, Token);
        var woken = await host.Get<ConnectorService>().GetAsync(sample.Name, Token);

        start.ConsentUrl.ShouldStartWith(sample.SandboxOrigin!);
        Same(woken).ShouldBe(Same(sample));
    }

    private static (int Id, string Name, int Revision, string? Origin, string Texts, string Secrets) Same(ConnectorView view) =>
        (view.Id, view.Name, view.Revision, view.SandboxOrigin, string.Join(' ', view.Texts.OrderBy(text => text.Key)), string.Join(' ', view.SecretsSet));

    /// <summary>As a host finds it that was started anew: the address in the store is one where nothing listens any more.</summary>
    private static async Task ForgetWhereItIsAsync(WebFixture host, ConnectorView sample)
    {
        await using var database = await host.Get<IDbContextFactory<HostDatabase>>().CreateDbContextAsync(Token);
        var connector = await database.Connectors.SingleAsync(entity => entity.Id == sample.Id, Token);
        connector.SettingsJson = connector.SettingsJson.Replace(sample.SandboxOrigin!, "http://127.0.0.1:1");
        connector.SandboxOrigin = "http://127.0.0.1:1";
        await database.SaveChangesAsync(Token);
    }
}
