using System.Net;
using System.Net.Http.Json;
using System.Web;
using Host.Sample.Access;
using Host.Sample.Connectors;
using Plugin.Orchard.Service;

namespace Host.Sample.Tests.Connectors;

public sealed class ConnectorDraftTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_checked_against_the_secrets_that_are_stored()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("North");
        var drafts = host.Get<ConnectorDrafts>();

        var kept = await drafts.ValidateAsync("North", new() { Texts = Texts(("plan", "small")) }, Token);
        var cleared = await drafts.ValidateAsync("North", new() { Secrets = Texts(("token", "")) }, Token);
        var nameless = await drafts.ValidateAsync("North", new() { Name = "" }, Token);

        kept.ShouldBeEmpty();
        cleared.ShouldHaveSingleItem().Setting.ShouldBe("token");
        nameless.ShouldHaveSingleItem().Setting.ShouldBe("name");
    }

    [Fact]
    public async Task A_connector_is_tested_before_it_is_saved()
    {
        await using var host = await WebFixture.StartAsync();

        var answer = await host.Client.PostAsJsonAsync("/api/connectors/test", new { pluginId = "orchard", secrets = new { token = "typed" } }, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Token));
        (await host.Get<ConnectorService>().ListAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_used_is_not_tested()
    {
        await using var host = await WebFixture.StartAsync();

        var refusal = await Should.ThrowAsync<HostException>(() => host.Get<ConnectorDrafts>().TestAsync(new() { PluginId = "orchard", Texts = Texts(("plan", "gigantic")) }, Token));

        refusal.Findings.Select(finding => finding.Setting).ShouldContain("plan");
    }

    [Fact]
    public async Task A_test_takes_the_change_and_leaves_what_is_saved()
    {
        await using var office = await OrchardService.StartAsync(new(), Token);
        await using var host = await StartAsync(office);
        await AddAsync(host, office, "orchard-token");
        var drafts = host.Get<ConnectorDrafts>();

        var unchanged = await drafts.TestAsync("North", new ConnectorDraft(), Token);
        var failure = await Should.ThrowAsync<HostException>(() => drafts.TestAsync("North", new() { Secrets = Texts(("token", "another")) }, Token));
        var saved = await host.Get<ConnectorService>().TestAsync("North", Token);

        unchanged.Tenant.ShouldBe("Office Orchard");
        failure.Problem.ShouldBe(HostProblem.ConnectorFailed);
        saved.Tenant.ShouldBe("Office Orchard");
    }

    [Fact]
    public async Task A_change_is_tested_by_administrators_only_because_it_could_lead_stored_secrets_astray()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("North");
        host.Get<CurrentActor>().Become(new("Olga", AccessRole.Operator));

        var refusal = await Should.ThrowAsync<HostException>(() => host.Get<ConnectorDrafts>().TestAsync("North", new ConnectorDraft(), Token));

        refusal.Problem.ShouldBe(HostProblem.NotAllowed);
    }

    [Fact]
    public async Task Consent_for_a_connector_being_edited_takes_what_is_not_saved_and_gives_the_token_at_saving()
    {
        await using var office = await OrchardService.StartAsync(new() { ClientId = "new-client", TokenLife = TimeSpan.FromHours(1) }, Token);
        await using var host = await StartAsync(office);
        await AddAsync(host, office, "orchard-token");
        ConnectorDraft change = new() { Texts = Texts(("client_id", "new-client")) };

        var start = await host.Get<AuthorizationService>().BeginAsync("North", change, Token);
        using var allow = new FormUrlEncodedContent([new("decision", "allow")]);
        var callback = (await host.Anonymous.PostAsync(new Uri(start.ConsentUrl), allow, Token)).Headers.Location.ShouldNotBeNull();
        await host.Anonymous.GetAsync(callback, Token);
        var before = await host.Get<ConnectorService>().GetAsync("North", Token);
        var after = await host.Get<ConnectorService>().EditAsync("North", change with { AuthorizationId = start.Id }, before.Revision, Token);

        HttpUtility.ParseQueryString(new Uri(start.ConsentUrl).Query)["client_id"].ShouldBe("new-client");
        before.IsAuthorized.ShouldBeFalse();
        before.Texts["client_id"].ShouldBe("orchard-client");
        after.IsAuthorized.ShouldBeTrue();
        after.Texts["client_id"].ShouldBe("new-client");
    }

    private static Dictionary<string, string?> Texts(params (string Name, string Value)[] texts) => texts.ToDictionary(text => text.Name, text => (string?)text.Value);

    private static Task<WebFixture> StartAsync(OrchardService office) =>
        WebFixture.StartAsync(options => options with { AllowedOrigins = [office.Address.GetLeftPart(UriPartial.Authority)] });

    private static Task<ConnectorView> AddAsync(WebFixture host, OrchardService office, string token) => host.Get<ConnectorService>().AddAsync(
        new()
        {
            Name = "North",
            PluginId = "orchard",
            Texts = Texts(("client_id", "orchard-client"), ("service_address", office.Address.AbsoluteUri)),
            Secrets = Texts(("client_secret", "orchard-client-secret"), ("token", token)),
        },
        Token);
}
