using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Web;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Plugin.Orchard.Service;

namespace Host.Sample.Tests.Connectors;

public sealed class AuthorizationTests(SharedWeb shared) : IClassFixture<SharedWeb>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Consent_brings_the_token_to_the_waiting_connector()
    {
        await using var office = await OrchardService.StartAsync(new() { TokenLife = TimeSpan.FromHours(1) }, Token);
        await using var host = await StartAsync(office);
        await AddAsync(host, office);

        var start = await BeginAsync(host, "/api/connectors/North/authorization", null);
        var page = await host.Anonymous.GetAsync(await ConsentAsync(host, start, "allow"), Token);
        var status = await host.Client.GetFromJsonAsync<JsonElement>($"/api/authorizations/{start.GetProperty("id").GetString()}", Token);
        var view = await host.Get<ConnectorService>().GetAsync("North", Token);
        var report = await host.Get<ConnectorService>().TestAsync("North", Token);

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync(Token)).ShouldContain("<code id=\"token\">orchard-access-2</code>");
        status.GetProperty("state").GetString().ShouldBe("granted");
        status.ToString().ShouldNotContain("orchard-access");
        view.SecretsSet.ShouldContain("token");
        view.IsAuthorized.ShouldBeTrue();
        report.Tenant.ShouldBe("Office Orchard");
    }

    [Fact]
    public async Task The_page_is_plain_sealed_and_kept_by_nobody()
    {
        await using var office = await OrchardService.StartAsync(new(), Token);
        await using var host = await StartAsync(office);
        await AddAsync(host, office);
        var start = await BeginAsync(host, "/api/connectors/North/authorization", null);

        var page = await host.Anonymous.GetAsync(await ConsentAsync(host, start, "allow"), Token);

        var policy = page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldStartWith("default-src 'none'; script-src 'nonce-");
        policy.ShouldContain("frame-ancestors 'none'");
        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        page.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        (await page.Content.ReadAsStringAsync(Token)).ShouldNotContain("http");
    }

    [Fact]
    public async Task A_state_is_good_for_one_answer()
    {
        await using var office = await OrchardService.StartAsync(new(), Token);
        await using var host = await StartAsync(office);
        await AddAsync(host, office);
        var start = await BeginAsync(host, "/api/connectors/North/authorization", null);
        var callback = await ConsentAsync(host, start, "allow");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Anonymous.GetAsync(callback, Token)));

        // The office would refuse a second exchange by itself; that none was even tried is the host's doing.
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        var pages = await Task.WhenAll(answers.Where(answer => answer.StatusCode != HttpStatusCode.OK).Select(answer => answer.Content.ReadAsStringAsync(Token)));
        pages.ShouldAllBe(page => page.Contains("has been answered already"));
    }

    [Theory]
    [InlineData("", "carries no state")]
    [InlineData("?code=stolen-code-value", "carries no state")]
    [InlineData("?state=&code=stolen-code-value", "carries no state")]
    [InlineData("?state=forged-state-value&code=stolen-code-value", "may have been forged")]
    [InlineData("?state=forged-state-value&state=another-state-value&code=stolen-code-value", "carries no state")]
    public async Task A_missing_or_forged_state_is_refused_and_logged_without_its_values(string query, string says)
    {
        var host = await shared.HostAsync();

        var before = Refusals(await host.EverythingWrittenAsync());

        var answer = await host.Anonymous.GetAsync("/cmp/AuthorizeOrchardConnector" + query, Token);
        var written = await host.EverythingWrittenAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain(says);
        Refusals(written).ShouldBeGreaterThan(before);
        written.ShouldNotContain("forged-state-value");
        written.ShouldNotContain("stolen-code-value");
    }

    [Fact]
    public async Task After_ten_minutes_an_answer_comes_too_late()
    {
        var clock = new FakeTimeProvider(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        await using var office = await OrchardService.StartAsync(new(), Token);
        await using var host = await StartAsync(office, clock);
        await AddAsync(host, office);
        var start = await BeginAsync(host, "/api/connectors/North/authorization", null);
        var callback = await ConsentAsync(host, start, "allow");

        clock.Advance(TimeSpan.FromMinutes(10));
        var answer = await host.Anonymous.GetAsync(callback, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("begun too long ago");
        (await host.Get<ConnectorService>().GetAsync("North", Token)).SecretsSet.ShouldNotContain("token");
    }

    [Fact]
    public async Task A_callback_of_another_plugin_does_not_take_the_answer()
    {
        await using var office = await OrchardService.StartAsync(new(), Token);
        await using var host = await StartAsync(office);
        await AddAsync(host, office);
        InstallTwin(host);
        await host.SettledAsync("twin");
        await host.Get<FeatureService>().EnableAsync("local", "twin", Token);
        var start = await BeginAsync(host, "/api/connectors/North/authorization", null);
        var callback = await ConsentAsync(host, start, "allow");

        var wrong = await host.Anonymous.GetAsync(new Uri(callback.AbsoluteUri.Replace("AuthorizeOrchardConnector", "AuthorizeTwinConnector")), Token);
        var right = await host.Anonymous.GetAsync(callback, Token);

        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_declined_consent_is_told_and_changes_nothing()
    {
        await using var office = await OrchardService.StartAsync(new(), Token);
        await using var host = await StartAsync(office);
        await AddAsync(host, office);
        var start = await BeginAsync(host, "/api/connectors/North/authorization", null);

        var page = await host.Anonymous.GetAsync(await ConsentAsync(host, start, "cancel"), Token);
        var status = await host.Client.GetFromJsonAsync<JsonElement>($"/api/authorizations/{start.GetProperty("id").GetString()}", Token);

        (await page.Content.ReadAsStringAsync(Token)).ShouldContain("declined");
        status.GetProperty("state").GetString().ShouldBe("failed");
        (await host.Get<ConnectorService>().GetAsync("North", Token)).SecretsSet.ShouldNotContain("token");
    }

    [Fact]
    public async Task The_grant_of_a_draft_is_taken_once()
    {
        await using var office = await OrchardService.StartAsync(new(), Token);
        await using var host = await StartAsync(office);
        var start = await BeginAsync(host, "/api/authorizations", Draft(office));
        await host.Anonymous.GetAsync(await ConsentAsync(host, start, "allow"), Token);
        var take = $"/api/authorizations/{start.GetProperty("id").GetString()}/take";

        var first = await host.Client.PostAsync(take, null, Token);
        var second = await host.Client.PostAsync(take, null, Token);

        (await first.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("token").GetString().ShouldBe("orchard-access-2");
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await host.EverythingWrittenAsync()).ShouldNotContain("orchard-access-2");
    }

    [Fact]
    public async Task A_draft_saved_with_its_authorization_keeps_what_renews_the_token()
    {
        await using var office = await OrchardService.StartAsync(new() { TokenLife = TimeSpan.FromMinutes(1) }, Token);
        await using var host = await StartAsync(office);
        var start = await BeginAsync(host, "/api/authorizations", Draft(office));
        await host.Anonymous.GetAsync(await ConsentAsync(host, start, "allow"), Token);
        var draft = Draft(office);
        draft["authorizationId"] = start.GetProperty("id").GetString()!;

        var saved = await host.Client.PostAsJsonAsync("/api/connectors", draft, Token);
        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.Get<ConnectorService>().TestAsync("North", Token)));

        saved.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await saved.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("isAuthorized").GetBoolean().ShouldBeTrue();
        reports.ShouldAllBe(report => report.Tenant == "Office Orchard");
        await using var database = await host.Get<IDbContextFactory<HostDatabase>>().CreateDbContextAsync(Token);
        (await host.Get<SecretVault>().ReadCredentialAsync(database, 1, Token))!.RefreshToken!.Reveal().ShouldNotBe("orchard-refresh-3");
    }

    [Fact]
    public async Task Secrets_of_a_consent_are_found_in_no_file()
    {
        await using var office = await OrchardService.StartAsync(new() { ClientSecret = "canary-client-secret", TokenLife = TimeSpan.FromHours(1) }, Token);
        await using var host = await StartAsync(office);
        await AddAsync(host, office, "canary-client-secret");
        var start = await BeginAsync(host, "/api/connectors/North/authorization", null);
        var state = HttpUtility.ParseQueryString(new Uri(start.GetProperty("consentUrl").GetString()!).Query)["state"]!;
        await host.Anonymous.GetAsync(await ConsentAsync(host, start, "allow"), Token);
        await host.Get<ConnectorService>().TestAsync("North", Token);

        var written = await host.EverythingWrittenAsync();

        foreach (var secret in (string[])["canary-client-secret", "orchard-access-2", "orchard-refresh-3", "orchard-code-1", state])
        {
            written.ShouldNotContain(secret);
        }
    }

    [Fact]
    public async Task Consent_begins_only_when_what_it_needs_is_given()
    {
        await using var host = await WebFixture.StartAsync();

        var answer = await host.Client.PostAsJsonAsync("/api/authorizations", new { pluginId = "orchard", texts = new { client_id = "x" } }, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Api.WebDoorTests.ProblemAsync(answer)).GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("setting").GetString())
            .ShouldBe(["client_secret", "service_address"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_consent_page_outside_the_plugins_hosts_is_not_opened()
    {
        await using var office = await OrchardService.StartAsync(new(), Token);
        await using var host = await WebFixture.StartAsync();

        var answer = await host.Client.PostAsJsonAsync("/api/authorizations", Draft(office), Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Api.WebDoorTests.ProblemAsync(answer)).GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("may not reach");
    }

    [Fact]
    public async Task A_hostile_name_of_a_callback_is_only_text()
    {
        await using var host = await WebFixture.StartAsync();

        var answer = await host.Anonymous.GetAsync("/cmp/%3Cscript%3Ealert(1)%3C%2Fscript%3E?state=x", Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldNotContain("alert(1)");
    }

    private static Task<WebFixture> StartAsync(OrchardService office, FakeTimeProvider? clock = null) =>
        WebFixture.StartAsync(options => options with { AllowedOrigins = [office.Address.GetLeftPart(UriPartial.Authority)] }, clock);

    private static Task<ConnectorView> AddAsync(WebFixture host, OrchardService office, string clientSecret = "orchard-client-secret") => host.Get<ConnectorService>().AddAsync(
        new()
        {
            Name = "North",
            PluginId = "orchard",
            Texts = new Dictionary<string, string?> { ["client_id"] = "orchard-client", ["service_address"] = office.Address.AbsoluteUri },
            Secrets = new Dictionary<string, string?> { ["client_secret"] = clientSecret },
        },
        Token);

    private static Dictionary<string, object> Draft(OrchardService office) => new()
    {
        ["name"] = "North",
        ["pluginId"] = "orchard",
        ["texts"] = new Dictionary<string, string> { ["client_id"] = "orchard-client", ["service_address"] = office.Address.AbsoluteUri },
        ["secrets"] = new Dictionary<string, string> { ["client_secret"] = "orchard-client-secret" },
    };

    private static async Task<JsonElement> BeginAsync(WebFixture host, string path, object? body)
    {
        var answer = body is null ? await host.Client.PostAsync(path, null, Token) : await host.Client.PostAsJsonAsync(path, body, Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Token));

        return await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
    }

    /// <summary>Plays the person at the consent page; gives the address that the browser would be sent to.</summary>
    private static async Task<Uri> ConsentAsync(WebFixture host, JsonElement start, string decision)
    {
        using var form = new FormUrlEncodedContent([new("decision", decision)]);
        var answer = await host.Anonymous.PostAsync(new Uri(start.GetProperty("consentUrl").GetString()!), form, Token);

        return answer.Headers.Location.ShouldNotBeNull();
    }

    private static int Refusals(string written) => written.Split("was refused").Length - 1;

    private static void InstallTwin(WebFixture host)
    {
        var twin = Path.Combine(host.Folders.Plugins, "twin", "1.0.0");
        TestFolders.Copy(Path.Combine(host.Folders.Plugins, "orchard", "1.0.0"), twin);
        var manifest = Path.Combine(twin, "plugin.json");
        File.WriteAllText(
            manifest, File.ReadAllText(manifest).Replace("\"orchard\"", "\"twin\"").Replace("Orchard Connector", "Twin Connector").Replace("AuthorizeOrchardConnector", "AuthorizeTwinConnector"));
    }
}
