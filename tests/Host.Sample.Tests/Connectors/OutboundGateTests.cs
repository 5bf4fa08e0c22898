using System.Net;
using Host.Sample.Connectors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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

    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.0.9", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:93.184.216.34", true)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("64:ff9b::5db8:d822", true)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2001:0:4136:e378::1", false)]
    public void Addresses_of_a_house_are_told_from_those_of_the_open_internet(string address, bool isPublic) => PublicAddress.Is(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Fact]
    public async Task A_redirect_is_given_to_the_plugin_and_the_place_it_leads_to_is_judged_like_any_other()
    {
        await using var inside = await OrchardService.StartAsync(new(), TestContext.Current.CancellationToken);
        await using var door = WebApplication.CreateSlimBuilder().Build();
        door.Urls.Add("http://127.0.0.1:0");
        door.MapGet("/", () => Results.Redirect(new Uri(inside.Address, "whoami").AbsoluteUri));
        await door.StartAsync(TestContext.Current.CancellationToken);
        var address = new Uri(door.Urls.Single());
        using var folders = new TestFolders();
        using var client = new OutboundGate(folders.Options).Open(Hosts, address.GetLeftPart(UriPartial.Authority));

        using var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);
        var failure = await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(answer.Headers.Location, TestContext.Current.CancellationToken));

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        failure.Message.ShouldContain("not among those that this plugin may reach");
        inside.Questions.ShouldBe(0);
    }
}
