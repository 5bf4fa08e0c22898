using System.Net;
using Host.Sample.Connectors;
using Plugin.Orchard.Service;

namespace Host.Sample.Tests.Connectors;

public sealed class OutboundGateTests
{
    private static readonly string[] Hosts = ["orchard.example"];

    [Theory]
    [InlineData("https://orchard.example/x", true)]
    [InlineData("https://api.orchard.example/x", true)]
    [InlineData("https://ORCHARD.example./x", true)]
    [InlineData("http://orchard.example/x", false)]
    [InlineData("https://evilorchard.example/x", false)]
    [InlineData("https://orchard.example.evil.test/x", false)]
    [InlineData("https://orchard.example@evil.test/x", false)]
    [InlineData("https://127.0.0.1/x", false)]
    [InlineData("https://[::1]/x", false)]
    [InlineData("http://127.0.0.1:4000/x", true)]
    [InlineData("http://127.0.0.1:4001/x", false)]
    [InlineData("https://127.0.0.1:4000/x", false)]
    [InlineData("http://127.0.0.1:5000/x", true)]
    [InlineData("http://localhost:4000/x", false)]
    public void Only_the_manifests_hosts_and_named_origins_are_reached(string address, bool isAllowed)
    {
        using var folders = new TestFolders();
        var gate = new OutboundGate(folders.Options with { AllowedOrigins = ["http://127.0.0.1:5000"] });

        (gate.Refusal(new(address), Hosts, "http://127.0.0.1:4000") is null).ShouldBe(isAllowed);
    }

    [Fact]
    public async Task A_refused_address_is_never_called_and_the_message_names_it()
    {
        await using var service = await OrchardService.StartAsync(new(), TestContext.Current.CancellationToken);
        using var folders = new TestFolders();
        using var client = new OutboundGate(folders.Options).Open(Hosts, null);

        var failure = await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(new Uri(service.Address, "whoami"), TestContext.Current.CancellationToken));

        failure.Message.ShouldBe("The host '127.0.0.1' is not among those that this plugin may reach (orchard.example).");
        service.Questions.ShouldBe(0);
    }

    [Fact]
    public async Task An_allowed_name_that_leads_into_the_house_is_refused()
    {
        // 'localhost' stands for a name of the manifest whose owner has pointed it inside.
        using var folders = new TestFolders();
        using var client = new OutboundGate(folders.Options).Open(["localhost"], null);

        var failure = await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(new Uri("https://localhost:4433/"), TestContext.Current.CancellationToken));

        failure.ToString().ShouldContain("private, loopback or link-local");
    }

    [Fact]
    public async Task The_sandbox_of_the_connector_is_reached()
    {
        await using var service = await OrchardService.StartAsync(new(), TestContext.Current.CancellationToken);
        using var folders = new TestFolders();
        using var client = new OutboundGate(folders.Options).Open(Hosts, service.Address.GetLeftPart(UriPartial.Authority));

        (await client.GetAsync(new Uri(service.Address, "whoami"), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
