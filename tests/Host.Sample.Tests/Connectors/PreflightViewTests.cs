using System.Net.Http.Json;
using System.Text.Json;
using Host.Sample.Connectors;
using Host.Sample.Plugins;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Tests.Connectors;

public sealed class PreflightViewTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rest_tells_needs_and_of_what_is_not_had_what_is_lost()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("North");
        await host.Get<ConnectorService>().EditAsync("North", new() { Texts = new Dictionary<string, string?> { ["plan"] = "small" } }, null, Token);

        using var answer = await host.Client.PostAsync("/api/connectors/North/test", null, Token);

        var lines = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("streams").EnumerateArray().ToList();
        lines.ShouldAllBe(line => line.GetProperty("needs")[0].GetProperty("isMet").GetBoolean());
        lines.Where(line => line.GetProperty("access").GetString() == "granted").ShouldAllBe(line => line.GetProperty("lost").ValueKind == JsonValueKind.Null);
        lines.Where(line => line.GetProperty("access").GetString() == "notOnThisPlan").ShouldHaveSingleItem().GetProperty("lost").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("https://orchard.example/apps", "https://orchard.example/apps")]
    public async Task A_link_that_leads_elsewhere_than_to_the_web_is_left_out(string link, string? told)
    {
        await using var host = await WebFixture.StartAsync();
        var description = await host.Get<ConnectorDescriptions>().GetAsync("orchard", Token);
        PreflightReport report = new() { Tenant = "T", Account = "A", Streams = [new() { StreamId = "growers", Access = StreamAccess.MissingScope, Message = "It is missing.", FixLink = new(link) }] };

        PreflightView.Of(report, description).Streams.Single().FixLink?.OriginalString.ShouldBe(told);
        (PreflightView.Of(report, description).Streams.Single().FixLink is null).ShouldBe(told is null);
    }
}
