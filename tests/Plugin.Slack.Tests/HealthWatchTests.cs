using Plugin.Abstractions;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests;

public sealed class HealthWatchTests : IAsyncLifetime
{
    private const string AllScopes = "admin,users:read,calls:read,channels:read,im:history,channels:history,files:read,groups:read,usergroups:read,users.profile:read,team:read,mpim:read,im:read";
    private const string Who = """{"ok":true,"url":"https://acme.slack.com/","team":"Acme","user":"grace","team_id":"T1","user_id":"U1","app_id":"A1"}""";

    private ScriptedSlack _slack = null!;
    private SlackTestBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _slack = await ScriptedSlack.StartAsync(Cancellation);
        Identity(Who, AllScopes);
        Installer("""{"id":"U1","team_id":"T1","is_admin":true,"is_owner":false}""");
        _bench = new(_slack.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _bench.Dispose();
        await _slack.DisposeAsync();
    }

    [Fact]
    public async Task A_healthy_connector_has_no_warning_and_says_who_it_is()
    {
        var identity = await IdentifyAsync();

        (identity.TenantId, identity.TenantName, identity.ApplicationId, identity.AccountId, identity.Calls).ShouldBe(("T1", "Acme", "A1", "U1", 2));
        identity.GrantedScopes.ShouldBe(AllScopes.Split(','));
        identity.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"id":"U1","is_admin":false,"is_owner":false,"is_primary_owner":false}""", "installer_not_admin")]
    [InlineData("""{"id":"U1","is_admin":false}""", "installer_not_admin")]
    [InlineData("""{"id":"U1","is_admin":false,"is_restricted":true}""", "installer_is_guest")]
    [InlineData("""{"id":"U1","is_admin":false,"is_owner":true}""", null)]
    [InlineData("""{"id":"U1","is_admin":false,"enterprise_user":{"id":"U1","is_admin":true}}""", null)]
    [InlineData("""{"id":"U1"}""", null)]
    public async Task The_account_that_consented_is_looked_at(string user, string? code)
    {
        Installer(user);

        (await IdentifyAsync()).Warnings.Select(warning => warning.Code).ShouldBe(code is null ? [] : [code]);
    }

    [Fact]
    public async Task An_account_without_the_scope_admin_need_be_no_administrator()
    {
        Identity(Who, AllScopes.Replace("admin,", "", StringComparison.Ordinal));
        Installer("""{"id":"U1","is_admin":false}""");

        (await IdentifyAsync()).Warnings.Select(warning => warning.Code).ShouldBe(["scopes_missing"]);
    }

    [Fact]
    public async Task Scopes_that_have_drifted_are_named()
    {
        Identity(Who, AllScopes.Replace("files:read,", "", StringComparison.Ordinal));

        var warning = (await IdentifyAsync()).Warnings.Single();

        warning.Code.ShouldBe("scopes_missing");
        warning.Message.ShouldContain("files:read");
        warning.Message.ShouldNotContain("users:read,");
    }

    [Fact]
    public async Task An_account_that_cannot_be_looked_at_does_not_keep_the_run_from_beginning()
    {
        _slack.Anew("users.info").On("users.info", """{"ok":false,"error":"user_not_visible"}""");

        (await IdentifyAsync()).Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("account_inactive", "deactivated")]
    [InlineData("token_revoked", "revoked")]
    [InlineData("token_expired", "expired")]
    [InlineData("org_login_required", "organisation")]
    [InlineData("invalid_auth", "not valid")]
    public async Task A_dead_token_has_a_reason_of_its_own(string code, string word)
    {
        _slack.Anew("auth.test").On("auth.test", $$"""{"ok":false,"error":"{{code}}"}""");

        var failure = await Should.ThrowAsync<ConnectorException>(IdentifyAsync);

        (failure.SourceCode, failure.StopsRun).ShouldBe((code, true));
        failure.Message.ShouldContain(word);
        failure.Fix.ShouldContain("Authorize");
    }

    [Fact]
    public async Task A_token_that_ends_without_a_refresh_token_is_told()
    {
        Identity("""{"ok":true,"team_id":"T1","user_id":"U1","expires_in":7200}""", AllScopes);

        var warning = (await IdentifyAsync()).Warnings.Single();

        warning.Code.ShouldBe("token_ends");
        warning.Message.ShouldContain("2026-11-24 02:00 UTC");
    }

    [Fact]
    public async Task A_token_that_can_be_renewed_is_no_worry()
    {
        Identity("""{"ok":true,"team_id":"T1","user_id":"U1","expires_in":36000}""", AllScopes);
        Store(TimeSpan.FromHours(10));

        (await IdentifyAsync()).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refresh_token_that_is_dead_is_told_while_the_access_token_lives()
    {
        _slack.On("oauth.v2.access", """{"ok":false,"error":"invalid_refresh_token"}""");
        Store(TimeSpan.FromMinutes(90));

        var warning = (await IdentifyAsync()).Warnings.Single();

        warning.Code.ShouldBe("token_not_renewed");
        warning.Message.ShouldContain("2026-11-24 01:30 UTC");
        warning.Fix.ShouldContain("Authorize");
        _slack.CallsOf("oauth.v2.access").ShouldBe(1, "it is not tried again at every call");
    }

    [Fact]
    public async Task A_workspace_that_is_being_moved_is_waited_for_as_Slack_advises_and_told()
    {
        _slack.Anew("auth.test");

        for (var refusal = 0; refusal < 3; refusal++)
        {
            _slack.On("auth.test", """{"ok":false,"error":"team_added_to_org"}""");
        }

        IdentityAfter(Who, AllScopes);

        var identity = await IdentifyAsync();

        identity.Warnings.Select(warning => warning.Code).ShouldBe(["workspace_moving"]);
        _bench.Waits.All.Select(wait => wait.Duration.TotalSeconds).ShouldBe([1, 3, 10]);
    }

    [Fact]
    public async Task An_organisation_whose_app_is_in_no_workspace_is_told()
    {
        Identity("""{"ok":true,"team":null,"team_id":null,"user_id":"U1","enterprise_id":"E1","is_enterprise_install":true}""", AllScopes);
        _slack.On("auth.teams.list", """{"ok":true,"teams":[]}""");

        var identity = await IdentifyAsync();

        identity.TenantId.ShouldBe("E1");
        identity.Warnings.Select(warning => warning.Code).ShouldBe(["no_workspaces"]);
    }

    [Fact]
    public async Task Streams_do_not_ask_again_who_the_connector_is()
    {
        await IdentifyAsync();
        _slack.On("users.list", """{"ok":true,"members":[]}""");

        await _bench.CollectAsync("users", Cancellation);

        _slack.CallsOf("auth.test").ShouldBe(1);
    }

    [Fact]
    public async Task Every_run_asks_anew()
    {
        await IdentifyAsync();
        Identity("""{"ok":true,"team_id":"T2","user_id":"U1"}""", AllScopes);

        (await IdentifyAsync()).TenantId.ShouldBe("T2");
    }

    [Fact]
    public async Task Eight_streams_that_begin_together_ask_once()
    {
        using SemaphoreSlim open = new(0);
        _slack.Anew("auth.test").On("auth.test", async context =>
        {
            await open.WaitAsync(context.RequestAborted);
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Who), context.RequestAborted);
        });
        _slack.On("users.list", """{"ok":true,"members":[]}""");

        var streams = Enumerable.Range(0, 8).Select(_ => _bench.CollectAsync("users", Cancellation)).ToList();
        open.Release(8);
        await Task.WhenAll(streams);

        _slack.CallsOf("auth.test").ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_that_is_cancelled_while_it_asks_leaves_the_others_their_answer()
    {
        TaskCompletionSource asked = new();
        _slack.Anew("auth.test")
            .On("auth.test", async context =>
            {
                asked.TrySetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            })
            .On("auth.test", Who);
        _slack.On("users.list", """{"ok":true,"members":[]}""");
        using CancellationTokenSource cancelling = new();

        var first = _bench.CollectAsync("users", cancelling.Token);
        await asked.Task;
        var second = _bench.CollectAsync("users", Cancellation);
        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => first);
        (await second).End.Outcome.ShouldBe(Abstractions.Collection.StreamOutcome.Complete);
    }

    [Fact]
    public async Task Missing_scope_although_the_token_has_it_means_that_the_role_is_gone()
    {
        _slack.On("team.billableInfo", """{"ok":false,"error":"missing_scope","needed":"admin","provided":"users:read,admin"}""");

        var seats = await _bench.CollectAsync("team_billable_info", Cancellation);

        (seats.End.Code, seats.End.Reason).ShouldBe(("role_too_low", FailureReason.RaiseRole));
    }

    private async Task<ConnectorIdentity> IdentifyAsync() => (await _bench.Connector.IdentifyAsync(_bench.Context, Cancellation))!;

    private void Identity(string json, string scopes)
    {
        _slack.Anew("auth.test");
        IdentityAfter(json, scopes);
    }

    private void IdentityAfter(string json, string scopes) => _slack.On("auth.test", 200, json, headers: ("x-oauth-scopes", scopes));

    private void Installer(string user) => _slack.Anew("users.info").On("users.info", $$"""{"ok":true,"user":{{user}}}""");

    private void Store(TimeSpan life) => _bench.Credentials.Stored = new()
    {
        AccessToken = new Secret("xoxe.xoxp-1-old"),
        RefreshToken = new Secret("xoxe-1-old"),
        ExpiresAt = _bench.Clock.GetUtcNow() + life,
    };
}
