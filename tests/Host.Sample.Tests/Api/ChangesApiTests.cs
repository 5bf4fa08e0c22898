using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Host.Sample.Access;
using Host.Sample.Runs;
using Host.Sample.Tests.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace Host.Sample.Tests.Api;

/// <summary>Feed, trend, retention and webhooks over REST, as a program meets them.</summary>
public sealed class ChangesApiTests(SharedWeb shared) : IClassFixture<SharedWeb>
{
    private const string Home = "/api/connectors/Home";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_reads_changes_and_decides_nothing()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("Home");
        await RunAsync(host);
        using var client = await ClientAsync(host, AccessRole.Reader);

        var feed = await client.GetAsync($"{Home}/feed?from=0&kind=account&kind=space", Token);

        feed.StatusCode.ShouldBe(HttpStatusCode.OK);
        feed.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        var lines = (await feed.Content.ReadAsStringAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        lines.Select(line => line["kind"]!.GetValue<string>()).Distinct().ShouldBe(["account.joined", "space.added", "space.member_added"], ignoreOrder: true);
        (await client.GetFromJsonAsync<JsonArray>($"{Home}/trend", Token))!.Count.ShouldBe(1);
        (await client.GetAsync($"{Home}/retention/preview?runs=1", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.PutAsJsonAsync($"{Home}/retention", new { runs = 1 }, Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.PostAsync($"{Home}/retention/prune", null, Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.GetAsync($"{Home}/webhooks", Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.GetAsync($"{Home}/webhooks/deliveries", Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.PostAsJsonAsync($"{Home}/webhooks", new { name = "hook", url = "https://receiver.example/" }, Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("feed?from=99", HttpStatusCode.NotFound, "has no run 99")]
    [InlineData("feed?from=2020-01-01", HttpStatusCode.NotFound, "had no inventory yet at")]
    [InlineData("feed?from=0&kind=nothing", HttpStatusCode.BadRequest, "There is no kind of event 'nothing'")]
    [InlineData("feed?from=0&stream=nothing", HttpStatusCode.NotFound, "no rows of a stream 'nothing'")]
    [InlineData("feed?from=1&to=1", HttpStatusCode.BadRequest, "Run 1 is not before run 1")]
    [InlineData("feed", HttpStatusCode.NotFound, "no run before 1")]
    [InlineData("changes?from=2020-01-01", HttpStatusCode.NotFound, "had no inventory yet at")]
    [InlineData("retention/preview?runs=-1", HttpStatusCode.UnprocessableEntity, "no number of runs or days")]
    [InlineData("webhooks/deliveries?webhook=none", HttpStatusCode.NotFound, "no webhook 'none'")]
    public async Task Trouble_is_told_as_a_problem(string path, HttpStatusCode status, string says)
    {
        var host = await shared.HostAsync(HasRunAsync);

        var answer = await host.Client.GetAsync($"{Home}/{path}", Token);

        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadFromJsonAsync<JsonObject>(Token))!["detail"]!.GetValue<string>().ShouldContain(says);
    }

    [Fact]
    public async Task Retention_is_set_previewed_and_applied()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("Home");
        await RunAsync(host);
        await RunAsync(host);

        (await host.Client.PutAsJsonAsync($"{Home}/retention", new { runs = 1 }, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Client.GetFromJsonAsync<JsonObject>($"{Home}/retention", Token))!["runs"]!.GetValue<int>().ShouldBe(1);
        (await host.Client.GetFromJsonAsync<JsonObject>($"{Home}/retention/preview", Token))!["pruned"]!.ToJsonString().ShouldBe("[1]");
        (await (await host.Client.PostAsync($"{Home}/retention/prune", null, Token)).Content.ReadFromJsonAsync<JsonObject>(Token))!["pruned"]!.ToJsonString().ShouldBe("[1]");
        var pruned = await host.Client.GetAsync($"{Home}/inventory?asOf=1", Token);
        pruned.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await pruned.Content.ReadAsStringAsync(Token)).ShouldContain("The nearest run whose rows are kept is 2.");
        (await host.Client.GetAsync("/api/runs/1", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_host_that_serves_delivers_by_itself_and_neither_secret_nor_address_is_readable()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        FakeTimeProvider clock = new(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        await using var host = await WebFixture.StartAsync(options => options with { AllowedOrigins = [receiver.Origin] }, clock);
        await host.AddConnectorAsync("Home");

        var answer = await host.Client.PostAsJsonAsync($"{Home}/webhooks", new { name = "hook", url = receiver.Address.AbsoluteUri }, Token);
        var made = (await answer.Content.ReadFromJsonAsync<JsonObject>(Token))!;
        await RunAsync(host);

        while (!receiver.Begun.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        }

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var secret = made["secret"]!.GetValue<string>();
        secret.ShouldStartWith("whsec_");
        JsonNode.Parse(receiver.Messages[0].Body)!["event"]!.GetValue<string>().ShouldBe("run.published");
        var listed = await host.Client.GetStringAsync($"{Home}/webhooks", Token) + await host.Client.GetStringAsync($"{Home}/webhooks/deliveries", Token);
        listed.ShouldContain(receiver.Origin);
        var written = await host.EverythingWrittenAsync();

        foreach (var text in (string[])[listed, written])
        {
            text.ShouldNotContain(secret["whsec_".Length..]);
            text.ShouldNotContain("kept-in-the-address");
        }
    }

    [Fact]
    public async Task A_webhook_is_tried_switched_and_removed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await WebFixture.StartAsync(options => options with { AllowedOrigins = [receiver.Origin] });
        await host.AddConnectorAsync("Home");
        var hook = new { name = "hook", url = receiver.Address.AbsoluteUri, secret = "a secret to sign with" };

        (await (await host.Client.PostAsJsonAsync($"{Home}/webhooks", hook, Token)).Content.ReadFromJsonAsync<JsonObject>(Token))!["secret"].ShouldBeNull("who has given it knows it");
        (await host.Client.PostAsJsonAsync($"{Home}/webhooks", hook, Token)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await host.Client.PostAsJsonAsync($"{Home}/webhooks", new { name = "x", url = "https://10.0.0.1/" }, Token)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await (await host.Client.PostAsync($"{Home}/webhooks/hook/test", null, Token)).Content.ReadFromJsonAsync<JsonObject>(Token))!["status"]!.GetValue<int>().ShouldBe(200);
        (await host.Client.PutAsJsonAsync($"{Home}/webhooks/hook", new { isEnabled = false }, Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await host.Client.GetFromJsonAsync<JsonArray>($"{Home}/webhooks", Token))!.Single()!["isEnabled"]!.GetValue<bool>().ShouldBeFalse();
        (await host.Client.DeleteAsync($"{Home}/webhooks/hook", Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await host.Client.DeleteAsync($"{Home}/webhooks/hook", Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<WebFixture> HasRunAsync()
    {
        var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("Home");
        await RunAsync(host);

        return host;
    }

    private static async Task RunAsync(WebFixture host)
    {
        var service = host.Get<RunService>();
        var run = await service.QueueAsync("Home", "test", isFull: false, Token);
        await service.ExecuteAsync(run.Id, Token);
    }

    private static async Task<HttpClient> ClientAsync(WebFixture host, AccessRole role)
    {
        var key = await host.Get<AccessKeys>().AddAsync($"a {role}", role, null, Token);
        HttpClient client = new() { BaseAddress = host.Door.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key.Value);

        return client;
    }
}
