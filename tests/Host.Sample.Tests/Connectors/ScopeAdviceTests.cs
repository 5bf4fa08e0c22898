using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Host.Sample.Access;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Tests.Connectors;

public sealed class ScopeAdviceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outcomes_come_with_their_streams_and_the_fewest_scopes()
    {
        await using var host = await WebFixture.StartAsync();

        var outcomes = await host.Client.GetFromJsonAsync<JsonElement>("/api/plugins/orchard/outcomes", Token);
        var advice = await host.Client.GetFromJsonAsync<JsonElement>("/api/plugins/orchard/scopes?outcome=growers&outcome=tools", Token);

        outcomes.EnumerateArray().Select(outcome => outcome.GetProperty("id").GetString()).ShouldBe(["growers", "keepers", "harvests", "tools"]);
        Texts(advice, "streams").ShouldBe(["growers", "tools_log"]);
        advice.GetProperty("needed").EnumerateArray().Select(scope => scope.GetProperty("name").GetString()).ShouldBe(["growers:read", "tools:read"]);
        Texts(advice, "notNeeded").ShouldBe(["trees:read", "harvests:read"]);
        advice.GetProperty("unused").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Scopes_that_a_token_has_and_nothing_uses_are_named_and_so_are_those_that_are_missing()
    {
        await using var host = await WebFixture.StartAsync();
        var connector = await host.AddConnectorAsync("North");
        await host.Get<ConnectorService>().EditAsync("North", new() { Outcomes = ["growers"] }, null, Token);
        await RunWasToldAsync(host, connector.Id, ["growers:read", "tools:read", "strangers:read"]);
        var advisor = host.Get<ScopeAdvisor>();

        var now = await advisor.OfConnectorAsync("North", [], [], asksService: false, Token);
        var more = await advisor.OfConnectorAsync("North", ["keepers"], [], asksService: false, Token);

        now.Streams.ShouldBe(["growers"]);
        now.Unused.ShouldBe(["tools:read", "strangers:read"]);
        now.Missing.ShouldNotBeNull().ShouldBeEmpty();
        more.Missing.ShouldBe(["trees:read"]);
        more.Needed.ShouldContain(scope => scope.Name == "trees:read" && scope.IsGranted == false);
    }

    [Fact]
    public async Task The_service_is_asked_when_no_run_was_told_and_somebody_says_so()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("North");
        var advisor = host.Get<ScopeAdvisor>();

        var untold = await advisor.OfConnectorAsync("North", [], [], asksService: false, Token);
        var asked = await advisor.OfConnectorAsync("North", [], [], asksService: true, Token);

        untold.Granted.ShouldBeNull();
        untold.Unused.ShouldBeNull();
        asked.Granted.ShouldNotBeNull().RunId.ShouldBeNull();
        asked.Missing.ShouldNotBeNull();
    }

    [Fact]
    public async Task Asking_the_service_takes_an_operator()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("North");
        host.Get<CurrentActor>().Become(new("Rita", AccessRole.Reader));

        (await Should.ThrowAsync<HostException>(() => host.Get<ScopeAdvisor>().OfConnectorAsync("North", [], [], asksService: true, Token))).Problem.ShouldBe(HostProblem.NotAllowed);
    }

    [Fact]
    public async Task A_connector_is_made_for_outcomes()
    {
        await using var host = await WebFixture.StartAsync();

        var added = await host.Client.PostAsJsonAsync("/api/connectors", new { name = "North", pluginId = "orchard", outcomes = new[] { "keepers" }, streams = new[] { "tools_log" }, secrets = new { token = "typed" } }, Token);
        var unknown = await host.Client.PostAsJsonAsync("/api/connectors", new { name = "South", pluginId = "orchard", outcomes = new[] { "gold" }, secrets = new { token = "typed" } }, Token);

        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        Texts(await added.Content.ReadFromJsonAsync<JsonElement>(Token), "streams").ShouldBe(["growers", "trees", "tree_keepers", "tools_log"]);
        unknown.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await unknown.Content.ReadAsStringAsync(Token)).ShouldContain("unknown_outcome");
    }

    [Fact]
    public async Task An_application_is_made_for_what_is_chosen_with_the_hosts_own_redirect_address()
    {
        await using var host = await WebFixture.StartAsync(options => options with { PublicAddress = new("https://cc.example.com") });

        var text = await host.Client.GetStringAsync("/api/plugins/orchard/application?outcome=tools&format=txt", Token);
        var unknown = await host.Client.GetAsync("/api/plugins/orchard/application?outcome=tools&format=docx", Token);

        text.ShouldContain("in: tools:read. Send people back to https://cc.example.com/cmp/");
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await unknown.Content.ReadAsStringAsync(Token)).ShouldContain("txt");
    }

    [Fact]
    public async Task Of_an_application_that_is_there_only_the_difference_matters_with_what_it_takes()
    {
        await using var host = await WebFixture.StartAsync();
        var connector = await host.AddConnectorAsync("North");
        await RunWasToldAsync(host, connector.Id, ["growers:read", "tools:read"]);
        var applications = host.Get<Applications>();

        var more = await applications.OfConnectorAsync("North", ["keepers"], [], asksService: false, Token);
        var fewer = await applications.OfConnectorAsync("North", ["growers"], [], asksService: false, Token);

        more.Added.ShouldBe(["trees:read"]);
        more.Dropped.ShouldBe(["tools:read"]);
        more.Reminder.ShouldNotBeNull().ShouldContain("Authorize again");
        fewer.Added.ShouldNotBeNull().ShouldBeEmpty();
        fewer.Reminder.ShouldBeNull();
    }

    private static string?[] Texts(JsonElement of, string name) => [.. of.GetProperty(name).EnumerateArray().Select(text => text.GetString())];

    private static async Task RunWasToldAsync(WebFixture host, int connectorId, string[] scopes)
    {
        await using var database = await host.Get<IDbContextFactory<HostDatabase>>().CreateDbContextAsync(Token);
        database.Runs.Add(new() { ConnectorId = connectorId, State = RunState.Published, Trigger = "test", QueuedAt = DateTimeOffset.UnixEpoch, GrantedScopesJson = JsonSerializer.Serialize(scopes) });
        await database.SaveChangesAsync(Token);
    }
}
