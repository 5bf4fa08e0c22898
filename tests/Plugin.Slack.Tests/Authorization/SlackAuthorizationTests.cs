using System.Net;
using System.Text;
using System.Web;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;
using Plugin.Slack.Api;
using Plugin.Slack.Sandbox;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Authorization;

public sealed class SlackAuthorizationTests
{
    private static readonly Uri Redirect = new("http://127.0.0.1:5000/cmp/AuthorizeSlackConnector");

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public void Only_the_scopes_that_somebody_chose_are_asked_for_when_the_settings_name_some()
    {
        using SlackTestBench bench = new(new("https://slack.com/"), extraScopes: "users:read.email", settings: new Dictionary<string, string> { ["only_scopes"] = "users:read, team:read" });

        var page = bench.Connector.BeginAuthorization(new(bench.Context.Settings, Redirect, "state"));

        System.Web.HttpUtility.ParseQueryString(page.Query)["user_scope"].ShouldBe("users:read,team:read,users:read.email");
    }

    [Fact]
    public void The_consent_page_is_asked_for_thirteen_user_scopes_and_no_bot_scope()
    {
        using SlackTestBench bench = new(new("https://slack.com/"), token: null, extraScopes: "users:read.email");

        var page = bench.Connector.BeginAuthorization(new(bench.Context.Settings, Redirect, "st&te"));

        var query = HttpUtility.ParseQueryString(page.Query);
        page.GetLeftPart(UriPartial.Path).ShouldBe("https://slack.com/oauth/v2/authorize");
        query["user_scope"]!.Split(',').ShouldBe([.. Sandboxes.AllScopes, "users:read.email"]);
        (query["scope"], query["redirect_uri"], query["state"], query["client_id"]).ShouldBe(("", Redirect.OriginalString, "st&te", "1234567890.9876543210"));
        page.AbsoluteUri.ShouldNotContain("0123456789abcdef");
    }

    [Theory]
    [InlineData(null, "0123456789abcdef0123456789abcdef", "required")]
    [InlineData("1234567890.9876543210", null, "required")]
    [InlineData("12345x7890.9876543210", "0123456789abcdef0123456789abcdef", "client_id_has_letters")]
    public void Consent_does_not_begin_without_good_settings(string? clientId, string? clientSecret, string code)
    {
        using SlackTestBench bench = new(new("https://slack.com/"), token: null, clientId: clientId, clientSecret: clientSecret);

        var exception = Should.Throw<ConnectorException>(() => bench.Connector.BeginAuthorization(new(bench.Context.Settings, Redirect, "s")));

        (exception.Reason, exception.SourceCode).ShouldBe((FailureReason.FixSettings, code));
    }

    [Fact]
    public void A_wrong_token_does_not_keep_a_new_one_from_being_granted()
    {
        using SlackTestBench bench = new(new("https://slack.com/"), token: "xoxb-1");

        bench.Connector.BeginAuthorization(new(bench.Context.Settings, Redirect, "s")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_consent_in_the_sandbox_ends_in_a_grant_that_collects()
    {
        await using var sandbox = await Sandboxes.StartAsync(CancellationToken);
        using SlackTestBench bench = new(sandbox.Address, token: null, clientId: sandbox.ClientId, clientSecret: sandbox.ClientSecret);

        var callback = await ConsentAsync(bench, "allow");
        var grant = await bench.Connector.CompleteAuthorizationAsync(bench.Context, callback, CancellationToken);

        grant.GrantedScopes.Order(StringComparer.Ordinal).ShouldBe(Sandboxes.AllScopes.Order(StringComparer.Ordinal));
        grant.MissingScopes.ShouldBeEmpty();
        (grant.TenantId[0], grant.AccountId[0] is 'U' or 'W', grant.Credential.RefreshToken, grant.Credential.ExpiresAt).ShouldBe(('T', true, null, null));

        bench.Credentials.Stored = grant.Credential;
        (await bench.CollectAsync("users", CancellationToken)).Rows.Count.ShouldBe(2_500);

        var again = await Should.ThrowAsync<ConnectorException>(() => bench.Connector.CompleteAuthorizationAsync(bench.Context, callback, CancellationToken));
        (again.Reason, again.SourceCode).ShouldBe((FailureReason.AuthorizeAgain, "invalid_code"));
    }

    [Fact]
    public async Task A_scope_that_is_unticked_in_the_sandbox_is_told_as_missing()
    {
        await using var sandbox = await Sandboxes.StartAsync(CancellationToken);
        using SlackTestBench bench = new(sandbox.Address, token: null, clientId: sandbox.ClientId, clientSecret: sandbox.ClientSecret);

        var callback = await ConsentAsync(bench, "allow", Sandboxes.AllScopes.Where(scope => scope != "admin"));
        var grant = await bench.Connector.CompleteAuthorizationAsync(bench.Context, callback, CancellationToken);

        grant.MissingScopes.ShouldBe(["admin"]);
    }

    [Fact]
    public async Task Cancel_in_the_sandbox_is_a_declined_consent()
    {
        await using var sandbox = await Sandboxes.StartAsync(CancellationToken);
        using SlackTestBench bench = new(sandbox.Address, token: null, clientId: sandbox.ClientId, clientSecret: sandbox.ClientSecret);

        var callback = await ConsentAsync(bench, "cancel");

        var exception = await Should.ThrowAsync<ConnectorException>(() => bench.Connector.CompleteAuthorizationAsync(bench.Context, callback, CancellationToken));
        (exception.Reason, exception.SourceCode).ShouldBe((FailureReason.ConsentDenied, "access_denied"));
    }

    [Fact]
    public async Task Credentials_travel_by_http_basic_and_never_in_the_form()
    {
        await using var slack = await ScriptedSlack.StartAsync(CancellationToken);
        using SlackTestBench bench = new(slack.On("oauth.v2.access", Answer()).Address, token: null);

        await CompleteAsync(bench);

        var call = slack.Calls.Single();
        call.Authorization.ShouldBe("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("1234567890.9876543210:0123456789abcdef0123456789abcdef")));
        call.Form.ShouldBe(new Dictionary<string, string> { ["code"] = "the-code", ["redirect_uri"] = Redirect.OriginalString });
    }

    [Fact]
    public async Task Fewer_scopes_than_asked_are_told()
    {
        await using var slack = await ScriptedSlack.StartAsync(CancellationToken);
        using SlackTestBench bench = new(slack.On("oauth.v2.access", Answer(scope: "users:read,team:read")).Address, token: null, extraScopes: "users:read.email");

        var grant = await CompleteAsync(bench);

        grant.GrantedScopes.ShouldBe(["users:read", "team:read"]);
        grant.MissingScopes.Count.ShouldBe(12);
        grant.MissingScopes.ShouldContain("users:read.email");
    }

    [Fact]
    public async Task A_rotating_token_comes_with_its_refresh_token_and_end()
    {
        await using var slack = await ScriptedSlack.StartAsync(CancellationToken);
        using SlackTestBench bench = new(slack.On("oauth.v2.access", Answer(token: "xoxe.xoxp-1-abc", more: ""","refresh_token":"xoxe-1-def","expires_in":43200""")).Address, token: null);

        var grant = await CompleteAsync(bench);

        grant.Credential.RefreshToken!.Reveal().ShouldBe("xoxe-1-def");
        grant.Credential.ExpiresAt.ShouldBe(bench.Clock.GetUtcNow().AddHours(12));
    }

    [Theory]
    [InlineData("""{"ok":true,"access_token":"xoxb-1","token_type":"bot","team":{"id":"T1"},"authed_user":{"id":"U1"}}""", "no_user_token")]
    [InlineData("""{"ok":true,"team":{"id":"T1"},"authed_user":{"id":"U1","access_token":"xoxb-1"}}""", "no_user_token")]
    [InlineData("""{"ok":true,"team":{"id":"T1"}}""", "no_user_token")]
    [InlineData("""{"ok":true,"team":null,"is_enterprise_install":true,"authed_user":{"id":"U1","access_token":"xoxp-1"}}""", "no_tenant")]
    [InlineData("""{"ok":true}""", "no_user_token")]
    public async Task An_answer_that_is_no_grant_is_refused(string answer, string code)
    {
        await using var slack = await ScriptedSlack.StartAsync(CancellationToken);
        using SlackTestBench bench = new(slack.On("oauth.v2.access", answer).Address, token: null);

        var exception = await Should.ThrowAsync<ConnectorException>(() => CompleteAsync(bench));

        exception.SourceCode.ShouldBe(code);
    }

    [Fact]
    public async Task Another_workspace_than_before_is_refused()
    {
        await using var slack = await ScriptedSlack.StartAsync(CancellationToken);
        using SlackTestBench bench = new(slack.On("oauth.v2.access", Answer(team: "T2")).Address);

        var exception = await Should.ThrowAsync<ConnectorException>(() => CompleteAsync(bench));

        exception.SourceCode.ShouldBe("other_workspace");
        exception.Message.ShouldContain("T1");
        exception.Message.ShouldContain("T2");
    }

    [Fact]
    public async Task A_token_that_is_dead_does_not_stand_in_the_way()
    {
        await using var slack = await ScriptedSlack.StartAsync(CancellationToken);
        slack.Anew("auth.test").On("auth.test", """{"ok":false,"error":"token_revoked"}""").On("oauth.v2.access", Answer(team: "T2"));
        using SlackTestBench bench = new(slack.Address);

        (await CompleteAsync(bench)).TenantId.ShouldBe("T2");
    }

    [Theory]
    [InlineData("access_denied", FailureReason.ConsentDenied)]
    [InlineData("invalid_scope", FailureReason.FixSettings)]
    [InlineData("invalid_team_for_non_distributed_app", FailureReason.FixSettings)]
    [InlineData("something_<script>new", FailureReason.ReportDefect)]
    public async Task An_error_in_the_callback_is_told(string error, FailureReason reason)
    {
        using SlackTestBench bench = new(new("https://slack.com/"), token: null);

        var exception = await Should.ThrowAsync<ConnectorException>(() => bench.Connector.CompleteAuthorizationAsync(bench.Context, Callback(("error", error)), CancellationToken));

        exception.Reason.ShouldBe(reason);
        exception.Message.ShouldNotContain("<");
    }

    [Fact]
    public async Task A_callback_without_a_code_is_refused()
    {
        using SlackTestBench bench = new(new("https://slack.com/"), token: null);

        var exception = await Should.ThrowAsync<ConnectorException>(() => bench.Connector.CompleteAuthorizationAsync(bench.Context, Callback(("state", "s")), CancellationToken));

        (exception.Reason, exception.SourceCode).ShouldBe((FailureReason.AuthorizeAgain, "missing_code"));
    }

    [Theory]
    [InlineData(503, "<html>", "text/html")]
    [InlineData(429, "", "text/plain")]
    [InlineData(200, "<html>", "text/html")]
    public async Task A_service_that_is_unwell_is_asked_once_and_told(int status, string body, string type)
    {
        await using var slack = await ScriptedSlack.StartAsync(CancellationToken);
        using SlackTestBench bench = new(slack.On("oauth.v2.access", status, body, type).Address, token: null);

        var exception = await Should.ThrowAsync<ConnectorException>(() => CompleteAsync(bench));

        exception.Reason.ShouldBe(FailureReason.TryLater);
        slack.CallsOf("oauth.v2.access").ShouldBe(1, "a code works once");
    }

    [Fact]
    public async Task Neither_code_nor_secret_nor_token_is_in_any_message()
    {
        await using var slack = await ScriptedSlack.StartAsync(CancellationToken);
        using SlackTestBench bench = new(slack.Address, token: "xoxp-secret-old");

        foreach (var error in new SlackErrors().All)
        {
            slack.Anew("oauth.v2.access").On("oauth.v2.access", $$"""{"ok":false,"error":"{{error.Code}}"}""");

            var exception = await Should.ThrowAsync<ConnectorException>(() => CompleteAsync(bench));

            exception.ToString().ShouldNotContain("the-code");
            exception.ToString().ShouldNotContain("0123456789abcdef");
            exception.ToString().ShouldNotContain("xoxp-secret-old");
            exception.Fix.ShouldNotBeNullOrEmpty();
            (exception.Reason, exception.SourceCode).ShouldBe((error.Reason, error.Code is "rate_limited" ? "ratelimited" : error.Code));
        }
    }

    private static AuthorizationCallback Callback(params (string Name, string Value)[] query) => new(Redirect, query.ToDictionary(field => field.Name, field => field.Value));

    private static Task<AuthorizationGrant> CompleteAsync(SlackTestBench bench) =>
        bench.Connector.CompleteAuthorizationAsync(bench.Context, Callback(("code", "the-code"), ("state", "s")), CancellationToken);

    private static string Answer(string token = "xoxp-1234", string team = "T1", string scope = "users:read", string more = "") =>
        $$$"""{"ok":true,"app_id":"A1","authed_user":{"id":"U1","scope":"{{{scope}}}","access_token":"{{{token}}}","token_type":"user"{{{more}}}},"team":{"id":"{{{team}}}","name":"Acme"},"enterprise":null,"is_enterprise_install":false}""";

    private static Task<AuthorizationCallback> ConsentAsync(SlackTestBench bench, string decision, IEnumerable<string>? ticked = null) =>
        SandboxConsent.GiveAsync(bench, Redirect, decision, ticked, CancellationToken);
}
