using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Plugin.Slack.Sandbox.Tests.Consent;

public sealed class ConsentTests
{
    private const string Callback = "http://127.0.0.1:5999/cmp/Authorize";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Allowing_gives_a_code_that_is_good_for_a_token_with_the_scopes()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        IReadOnlyDictionary<string, string> callback = await slack.DecideAsync(
            slack.AuthorizeAddress(Callback, "users:read,team:read", "a b&c=d"), ("decision", "allow"));
        JsonElement answer = await slack.ExchangeAsync(callback["code"], Callback);

        callback["state"].ShouldBe("a b&c=d");
        JsonElement user = answer.GetProperty("authed_user");
        user.Text("scope").ShouldBe("users:read,team:read");
        user.Text("token_type").ShouldBe("user");
        user.Text("access_token").ShouldStartWith("xoxp-");
        answer.Has("access_token").ShouldBeFalse();
        answer.GetProperty("team").Text("id").ShouldNotBeEmpty();
        (await slack.AskAsync("team.info", user.Text("access_token"))).IsOk().ShouldBeTrue();
        (await slack.AskAsync("team.accessLogs", user.Text("access_token"))).ErrorCode().ShouldBe("missing_scope");
    }

    [Fact]
    public async Task Cancelling_says_so_to_the_callback()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        IReadOnlyDictionary<string, string> callback = await slack.DecideAsync(slack.AuthorizeAddress(Callback, "users:read"), ("decision", "cancel"));

        callback.ShouldBe(new Dictionary<string, string> { ["error"] = "access_denied", ["state"] = "state-1" }, ignoreOrder: true);
    }

    [Fact]
    public async Task Unticked_scopes_are_not_granted_and_none_at_all_is_no_grant()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        string address = slack.AuthorizeAddress(Callback, "users:read,team:read,admin");

        IReadOnlyDictionary<string, string> callback = await slack.DecideAsync(
            address, ("decision", "allow"), ("scopes", "chosen"), ("scope", "users:read"), ("scope", "files:read"));
        using FormUrlEncodedContent nothing = SandboxClient.Form(("decision", "allow"), ("scopes", "chosen"));
        using HttpResponseMessage refused = await slack.Http.PostAsync(address, nothing, Cancellation);

        (await slack.ExchangeAsync(callback["code"], Callback)).GetProperty("authed_user").Text("scope").ShouldBe("users:read");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_code_works_once_even_when_two_come_at_once()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        string code = (await slack.DecideAsync(slack.AuthorizeAddress(Callback, "users:read"), ("decision", "allow")))["code"];

        JsonElement[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => slack.ExchangeAsync(code, Callback)));

        answers.Count(answer => answer.IsOk()).ShouldBe(1);
        answers.Where(answer => !answer.IsOk()).ShouldAllBe(answer => answer.ErrorCode() == "invalid_code");
    }

    [Theory]
    [InlineData(599, null)]
    [InlineData(600, "invalid_code")]
    public async Task A_code_lives_ten_minutes(int seconds, string? error)
    {
        FakeTimeProvider time = new(SandboxClient.Now);
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { TimeProvider = time });
        string code = (await slack.DecideAsync(slack.AuthorizeAddress(Callback, "users:read"), ("decision", "allow")))["code"];

        time.Advance(TimeSpan.FromSeconds(seconds));

        (await slack.ExchangeAsync(code, Callback)).ErrorCode().ShouldBe(error);
    }

    [Fact]
    public async Task The_exchange_checks_the_app_and_the_redirect_and_leaves_the_code_good()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        string code = (await slack.DecideAsync(slack.AuthorizeAddress(Callback, "users:read"), ("decision", "allow")))["code"];

        (await slack.ExchangeAsync(code, Callback, clientId: "1.2")).ErrorCode().ShouldBe("invalid_client_id");
        (await slack.ExchangeAsync(code, Callback, clientSecret: "wrong")).ErrorCode().ShouldBe("bad_client_secret");
        (await slack.ExchangeAsync(code, Callback + "/other")).ErrorCode().ShouldBe("bad_redirect_uri");
        (await slack.ExchangeAsync(code, redirectUri: null)).ErrorCode().ShouldBe("bad_redirect_uri");
        (await slack.ExchangeAsync("1.2.3", Callback)).ErrorCode().ShouldBe("invalid_code");
        (await slack.ExchangeAsync(code, Callback)).IsOk().ShouldBeTrue();
    }

    [Fact]
    public async Task Credentials_may_be_form_fields()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        string code = (await slack.DecideAsync(slack.AuthorizeAddress(Callback, "users:read"), ("decision", "allow")))["code"];

        JsonElement answer = await slack.AskAsync(
            "oauth.v2.access", token: null, ("client_id", slack.Server.ClientId), ("client_secret", slack.Server.ClientSecret), ("code", code), ("redirect_uri", Callback));

        answer.IsOk().ShouldBeTrue();
    }

    [Fact]
    public async Task A_code_asked_for_without_a_redirect_goes_to_the_first_configured_one()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { RedirectUrls = [new Uri("https://one.example/cb"), new Uri("https://two.example/cb")] });
        using FormUrlEncodedContent form = SandboxClient.Form(("decision", "allow"));

        using HttpResponseMessage response = await slack.Http.PostAsync(slack.AuthorizeAddress(redirectUri: null, "users:read"), form, Cancellation);

        response.Headers.Location!.GetLeftPart(UriPartial.Path).ShouldBe("https://one.example/cb");
        string code = response.Headers.Location.Query.Split("code=")[1].Split('&')[0];
        (await slack.ExchangeAsync(code, redirectUri: null)).IsOk().ShouldBeTrue();
    }

    [Theory]
    [InlineData("https://host.example/cmp/Authorize", true)]
    [InlineData("https://host.example/cmp/Authorize/below?x=1", true)]
    [InlineData("https://host.example/cmp/AuthorizeMore", false)]
    [InlineData("https://host.example/cmp", false)]
    [InlineData("https://host.example/cmp/Authorize/../../steal", false)]
    [InlineData("http://host.example/cmp/Authorize", false)]
    [InlineData("https://host.example:8443/cmp/Authorize", false)]
    [InlineData("https://host.example.evil.example/cmp/Authorize", false)]
    [InlineData("https://host.example@evil.example/cmp/Authorize", false)]
    [InlineData("https://user@host.example/cmp/Authorize", false)]
    [InlineData("https://host.example/cmp/Authorize#part", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("/cmp/Authorize", false)]
    public async Task A_redirect_must_equal_a_configured_one_or_lie_below_it(string redirect, bool accepted)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { RedirectUrls = [new Uri("https://host.example/cmp/Authorize")] });

        using HttpResponseMessage shown = await slack.Http.GetAsync(slack.AuthorizeAddress(redirect, "users:read"), Cancellation);
        using FormUrlEncodedContent form = SandboxClient.Form(("decision", "allow"));
        using HttpResponseMessage decided = await slack.Http.PostAsync(slack.AuthorizeAddress(redirect, "users:read"), form, Cancellation);

        shown.StatusCode.ShouldBe(accepted ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
        decided.StatusCode.ShouldBe(accepted ? HttpStatusCode.Redirect : HttpStatusCode.BadRequest);
        decided.Headers.Contains("Location").ShouldBe(accepted);
    }

    [Theory]
    [InlineData("9.9", "users:read", "invalid_client_id")]
    [InlineData(null, null, "no_scopes")]
    [InlineData(null, "users:read,chat:write", "invalid_scope")]
    public async Task A_wrong_link_is_explained_on_a_page_and_redirects_nowhere(string? clientId, string? scopes, string code)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        using HttpResponseMessage response = await slack.Http.GetAsync(slack.AuthorizeAddress(Callback, scopes, clientId: clientId), Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain(code);
    }

    [Fact]
    public async Task The_page_names_the_scopes_in_words_and_is_closed_to_scripts()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        using HttpResponseMessage response = await slack.Http.GetAsync(
            slack.AuthorizeAddress(Callback, string.Join(',', SandboxClient.AllScopes), "\"><script>alert(1)</script>"), Cancellation);
        string page = await response.Content.ReadAsStringAsync(Cancellation);

        page.ShouldContain("View people in the workspace");
        SandboxClient.AllScopes.ShouldAllBe(scope => page.Contains($"value=\"{scope}\"", StringComparison.Ordinal));
        page.ShouldNotContain("<script", Case.Insensitive);
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("form-action 'self' http://127.0.0.1:5999");
        policy.ShouldNotContain("unsafe");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task With_rotation_tokens_expire_and_are_refreshed_once_at_the_top_level()
    {
        FakeTimeProvider time = new(SandboxClient.Now);
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { TimeProvider = time, Rotation = true });
        string code = (await slack.DecideAsync(slack.AuthorizeAddress(Callback, "users:read"), ("decision", "allow")))["code"];
        JsonElement first = (await slack.ExchangeAsync(code, Callback)).GetProperty("authed_user");
        (string, string?)[] refresh =
        [
            ("grant_type", "refresh_token"), ("refresh_token", first.Text("refresh_token")),
            ("client_id", slack.Server.ClientId), ("client_secret", slack.Server.ClientSecret),
        ];

        time.Advance(TimeSpan.FromSeconds(43_200));
        string? expired = (await slack.AskAsync("auth.test", first.Text("access_token"))).ErrorCode();
        JsonElement second = await slack.AskAsync("oauth.v2.access", token: null, refresh);
        time.Advance(TimeSpan.FromSeconds(61));
        JsonElement again = await slack.AskAsync("oauth.v2.access", token: null, refresh);

        first.Text("access_token").ShouldStartWith("xoxe.xoxp-1-");
        first.GetProperty("expires_in").GetInt32().ShouldBe(43_200);
        expired.ShouldBe("token_expired");
        second.Text("token_type").ShouldBe("user");
        JsonElement test = await slack.AskAsync("auth.test", second.Text("access_token"));
        test.GetProperty("expires_in").GetInt32().ShouldBe(43_200 - 61);
        again.ErrorCode().ShouldBe("invalid_refresh_token");
    }
}
