using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Authorization;

public sealed class SlackTokensTests : IAsyncLifetime
{
    private const string Refreshed = """{"ok":true,"access_token":"xoxe.xoxp-1-new","refresh_token":"xoxe-1-new","expires_in":43200,"token_type":"user","team":{"id":"T1"}}""";

    private ScriptedSlack _slack = null!;
    private SlackTestBench _bench = null!;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _slack = await ScriptedSlack.StartAsync(CancellationToken);
        _slack.On("users.list", """{"ok":true,"members":[]}""");
        _bench = new(_slack.Address, token: null);
    }

    public async ValueTask DisposeAsync()
    {
        _bench.Dispose();
        await _slack.DisposeAsync();
    }

    [Fact]
    public async Task A_token_that_ends_within_two_hours_is_renewed_and_stored_before_it_is_used()
    {
        _slack.On("oauth.v2.access", Refreshed);
        Store(TimeSpan.FromMinutes(119));

        await _bench.CollectAsync("users", CancellationToken);

        _bench.Credentials.Stored!.AccessToken.Reveal().ShouldBe("xoxe.xoxp-1-new");
        _bench.Credentials.Stored.RefreshToken!.Reveal().ShouldBe("xoxe-1-new");
        _bench.Credentials.Stored.ExpiresAt.ShouldBe(_bench.Clock.GetUtcNow().AddHours(12));
        _slack.Calls.Select(call => call.Method).ShouldBe(["oauth.v2.access", "auth.test", "users.list"]);
        _slack.Calls.Last().Authorization.ShouldBe("Bearer xoxe.xoxp-1-new");
        _slack.FormsOf("oauth.v2.access").Single().ShouldBe(new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = "xoxe-1-old" });
    }

    [Fact]
    public async Task A_token_that_lives_longer_is_used_as_it_is()
    {
        Store(TimeSpan.FromMinutes(121));

        await _bench.CollectAsync("users", CancellationToken);

        _bench.Credentials.Renewals.ShouldBe(0);
    }

    [Fact]
    public async Task Two_streams_at_once_renew_once()
    {
        _slack.On("oauth.v2.access", Refreshed).On("team.info", """{"ok":true,"team":{"id":"T1"}}""");
        Store(TimeSpan.FromMinutes(1));

        await Task.WhenAll(_bench.CollectAsync("users", CancellationToken), _bench.CollectAsync("team_info", CancellationToken));

        _slack.CallsOf("oauth.v2.access").ShouldBe(1);
    }

    [Fact]
    public async Task A_token_called_expired_is_renewed_once_and_the_call_repeated()
    {
        _slack.Anew("users.list").On("users.list", """{"ok":false,"error":"token_expired"}""").On("users.list", """{"ok":true,"members":[]}""").On("oauth.v2.access", Refreshed);
        Store(TimeSpan.FromHours(10));

        var users = await _bench.CollectAsync("users", CancellationToken);

        users.End.Outcome.ShouldBe(Abstractions.Collection.StreamOutcome.Complete);
        _bench.Credentials.Renewals.ShouldBe(1);
    }

    [Fact]
    public async Task A_renewal_that_fails_for_now_does_not_stop_a_run_whose_token_still_lives()
    {
        _slack.On("oauth.v2.access", 503, "", "text/html");
        Store(TimeSpan.FromMinutes(60));

        var users = await _bench.CollectAsync("users", CancellationToken);

        users.End.Outcome.ShouldBe(Abstractions.Collection.StreamOutcome.Complete);
        _slack.Calls.Last().Authorization.ShouldBe("Bearer xoxe.xoxp-1-old");
    }

    [Fact]
    public async Task A_refresh_token_that_is_no_longer_valid_asks_for_a_new_consent()
    {
        _slack.On("oauth.v2.access", """{"ok":false,"error":"invalid_refresh_token"}""");
        Store(TimeSpan.FromMinutes(-1));

        var exception = await Should.ThrowAsync<ConnectorException>(() => _bench.CollectAsync("users", CancellationToken));

        (exception.Reason, exception.SourceCode, exception.StopsRun).ShouldBe((FailureReason.AuthorizeAgain, "invalid_refresh_token", true));
    }

    [Fact]
    public async Task A_refresh_token_that_is_dead_does_not_stop_a_run_whose_access_token_still_lives()
    {
        _slack.On("oauth.v2.access", """{"ok":false,"error":"invalid_refresh_token"}""").On("team.info", """{"ok":true,"team":{"id":"T1"}}""");
        Store(TimeSpan.FromMinutes(60));

        var users = await _bench.CollectAsync("users", CancellationToken);

        users.End.Outcome.ShouldBe(Abstractions.Collection.StreamOutcome.Complete);
        _slack.CallsOf("oauth.v2.access").ShouldBe(1, "what is dead is not asked for again at every call");
    }

    [Fact]
    public async Task Once_the_access_token_ends_too_a_new_consent_is_asked_for()
    {
        _slack.Anew("users.list").On("users.list", """{"ok":false,"error":"token_expired"}""").On("oauth.v2.access", """{"ok":false,"error":"invalid_refresh_token"}""");
        Store(TimeSpan.FromMinutes(60));

        var exception = await Should.ThrowAsync<ConnectorException>(() => _bench.CollectAsync("users", CancellationToken));

        (exception.Reason, exception.SourceCode, exception.StopsRun).ShouldBe((FailureReason.AuthorizeAgain, "invalid_refresh_token", true));
    }

    [Fact]
    public async Task A_renewal_that_fails_for_now_is_not_tried_again_at_every_call()
    {
        _slack.On("oauth.v2.access", 503, "", "text/html");
        _slack.Anew("users.list")
            .On("users.list", """{"ok":true,"members":[{"id":"U1","team_id":"T1"}],"response_metadata":{"next_cursor":"c1"}}""")
            .On("users.list", """{"ok":true,"members":[{"id":"U2","team_id":"T1"}]}""");
        Store(TimeSpan.FromMinutes(90));

        var users = await _bench.CollectAsync("users", CancellationToken);

        users.Rows.Count.ShouldBe(2);
        _slack.CallsOf("oauth.v2.access").ShouldBe(6, "six tries, once");
    }

    [Fact]
    public async Task No_token_at_all_asks_for_one()
    {
        var exception = await Should.ThrowAsync<ConnectorException>(() => _bench.CollectAsync("users", CancellationToken));

        (exception.Reason, exception.SourceCode).ShouldBe((FailureReason.AuthorizeAgain, "not_authed"));
        _slack.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_with_a_line_break_is_refused_before_it_is_sent()
    {
        using SlackTestBench bench = new(_slack.Address, token: "xoxp-1\r\nX-Injected: 1");

        var exception = await Should.ThrowAsync<ConnectorException>(() => bench.CollectAsync("users", CancellationToken));

        (exception.Reason, exception.SourceCode).ShouldBe((FailureReason.FixSettings, "token_characters"));
        exception.ToString().ShouldNotContain("Injected");
    }

    private void Store(TimeSpan life) => _bench.Credentials.Stored = new()
    {
        AccessToken = new Secret("xoxe.xoxp-1-old"),
        RefreshToken = new Secret("xoxe-1-old"),
        ExpiresAt = _bench.Clock.GetUtcNow() + life,
    };
}
