using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Host.Sample.Access;
using Microsoft.Extensions.Time.Testing;

namespace Host.Sample.Tests.Access;

/// <summary>Who may do what, behind every door alike; and what the audit trail keeps of it.</summary>
public sealed class AccessTests(SharedWeb shared) : IClassFixture<SharedWeb>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AccessRole.Reader, HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(AccessRole.Operator, HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.Forbidden)]
    [InlineData(AccessRole.Administrator, HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.OK)]
    public async Task A_role_opens_what_it_says_and_no_more(AccessRole role, HttpStatusCode look, HttpStatusCode run, HttpStatusCode change)
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("Home");
        using var client = await ClientAsync(host, role);

        (await client.GetAsync("/api/connectors", Token)).StatusCode.ShouldBe(look);
        (await client.PostAsync("/api/connectors/Home/runs", null, Token)).StatusCode.ShouldBe(run);
        (await client.PutAsJsonAsync("/api/endpoint-servers/local/features/orchard", new { isEnabled = true }, Token)).StatusCode.ShouldBe(change);
        (await client.GetAsync("/api/access-keys", Token)).StatusCode.ShouldBe(change);
        (await client.GetAsync("/api/audit", Token)).StatusCode.ShouldBe(change);
    }

    [Fact]
    public async Task A_refusal_says_which_role_is_needed()
    {
        var host = await shared.HostAsync();
        using var client = await ClientAsync(host, AccessRole.Reader);

        var answer = await client.PutAsJsonAsync("/api/endpoint-servers/local/features/orchard", new { isEnabled = false }, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        problem.GetProperty("type").GetString().ShouldBe("urn:connector-host:not-allowed");
        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("'administrator'");
    }

    [Fact]
    public async Task A_key_ends_by_time_and_by_revocation()
    {
        var clock = new FakeTimeProvider(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        await using var host = await WebFixture.StartAsync(clock: clock);
        var keys = host.Get<AccessKeys>();
        var day = await keys.AddAsync("for a day", AccessRole.Reader, TimeSpan.FromDays(1), Token);
        var revoked = await keys.AddAsync("revoked", AccessRole.Reader, null, Token);

        (await keys.FindAsync(day.Value, Token)).ShouldNotBeNull();
        await keys.RevokeAsync(revoked.Key.Id, Token);
        clock.Advance(TimeSpan.FromDays(1));

        (await keys.FindAsync(day.Value, Token)).ShouldBeNull();
        (await keys.FindAsync(revoked.Value, Token)).ShouldBeNull();
        (await keys.ListAsync(Token)).Single(key => key.Name == "for a day").IsExpired.ShouldBeTrue();
    }

    [Fact]
    public async Task The_last_administrators_key_stays()
    {
        await using var host = await WebFixture.StartAsync();
        var keys = host.Get<AccessKeys>();
        var only = (await keys.ListAsync(Token)).Single();

        var refusal = await Should.ThrowAsync<HostException>(() => keys.RevokeAsync(only.Id, Token));

        refusal.Problem.ShouldBe(HostProblem.Conflict);
        (await keys.FindAsync(host.Key, Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_audit_trail_names_who_and_what_and_no_value_of_a_secret()
    {
        await using var host = await WebFixture.StartAsync();
        using var client = await ClientAsync(host, AccessRole.Administrator);

        (await client.PostAsJsonAsync("/api/connectors", new { name = "Home", pluginId = "orchard", secrets = new { token = "hidden-away-token" } }, Token)).EnsureSuccessStatusCode();
        (await client.PutAsJsonAsync("/api/endpoint-servers/local/features/orchard", new { isEnabled = false }, Token)).EnsureSuccessStatusCode();

        var text = await client.GetStringAsync("/api/audit", Token);
        var entries = JsonSerializer.Deserialize<List<JsonElement>>(text)!;
        Entry(entries, "connector.added").GetProperty("actor").GetString().ShouldBe("an administrator");
        Entry(entries, "connector.added").GetProperty("subject").GetString().ShouldBe("Home");
        Entry(entries, "connector.added").GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("token (secret) set");
        Entry(entries, "feature.disabled").GetProperty("subject").GetString().ShouldBe("Orchard Connector");
        text.ShouldNotContain("hidden-away-token");
        (await host.EverythingWrittenAsync()).ShouldNotContain("hidden-away-token");
    }

    [Fact]
    public async Task A_session_reads_rest_but_changes_nothing_by_it()
    {
        await using var host = await WebFixture.StartAsync();
        using var browser = await BrowserAsync(host, host.Key);

        (await browser.GetAsync("/api/connectors", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.PutAsJsonAsync("/api/endpoint-servers/local/features/orchard", new { isEnabled = false }, Token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_ends_with_its_key()
    {
        await using var host = await WebFixture.StartAsync();
        var keys = host.Get<AccessKeys>();
        var made = await keys.AddAsync("short", AccessRole.Reader, null, Token);
        using var browser = await BrowserAsync(host, made.Value);
        (await browser.GetAsync("/api/connectors", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await keys.RevokeAsync(made.Key.Id, Token);

        (await browser.GetAsync("/api/connectors", Token)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        (await browser.GetAsync("/", Token)).Headers.Location.ShouldNotBeNull().AbsolutePath.ShouldBe("/sign-in");
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task Signing_in_leads_nowhere_else(string target)
    {
        var host = await shared.HostAsync();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = host.Door.Address };

        var answer = await SignInAsync(browser, host.Key, target);

        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task A_wrong_key_is_told_and_opens_no_session()
    {
        await using var host = await WebFixture.StartAsync();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = host.Door.Address };

        var answer = await SignInAsync(browser, "wrong-key", "/");

        answer.Headers.Location!.OriginalString.ShouldStartWith("/sign-in?refused=true");
        (await browser.GetStringAsync(answer.Headers.Location, Token)).ShouldContain("does not open this host");
        (await browser.GetAsync("/", Token)).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Another_site_cannot_sign_anybody_out()
    {
        await using var host = await WebFixture.StartAsync();
        using var browser = await BrowserAsync(host, host.Key);

        (await browser.PostAsync("/sign-out", null, Token)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        (await browser.GetAsync("/api/connectors", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static JsonElement Entry(List<JsonElement> entries, string action) => entries.First(entry => entry.GetProperty("action").GetString() == action);

    private static async Task<HttpClient> ClientAsync(WebFixture host, AccessRole role)
    {
        var made = await host.Get<AccessKeys>().AddAsync($"an {role.ToString().ToLowerInvariant()}", role, null, Token);

        return new() { BaseAddress = host.Door.Address, DefaultRequestHeaders = { Authorization = new("Bearer", made.Value) } };
    }

    private static async Task<HttpClient> BrowserAsync(WebFixture host, string key)
    {
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Door.Address };
        (await SignInAsync(browser, key, "/")).Headers.Location!.OriginalString.ShouldBe("/");

        return browser;
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string key, string target)
    {
        var page = await browser.GetStringAsync("/sign-in", Token);
        const string Mark = "name=\"__RequestVerificationToken\" value=\"";
        var from = page.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        var token = WebUtility.HtmlDecode(page[from..page.IndexOf('"', from)]);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["key"] = key, ["return"] = target });

        return await browser.PostAsync("/session", form, Token);
    }
}
