using System.Net;
using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests.Controls;

public sealed class TokenControlsTests
{
    private const string Callback = "http://127.0.0.1:1/cb";

    [Fact]
    public async Task A_refresh_whose_answer_was_lost_works_once_more_within_the_grace()
    {
        FakeTimeProvider time = new(SandboxClient.Now);
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { TimeProvider = time, Rotation = true });
        JsonElement first = await ConsentAsync(slack);

        JsonElement lost = await RefreshAsync(slack, first);
        time.Advance(TimeSpan.FromSeconds(59));
        JsonElement second = await RefreshAsync(slack, first);
        JsonElement third = await RefreshAsync(slack, first);

        second.IsOk().ShouldBeTrue();
        third.ErrorCode().ShouldBe("invalid_refresh_token");
        (await RefreshAsync(slack, lost)).IsOk().ShouldBeTrue();
    }

    [Fact]
    public async Task A_consent_has_two_live_tokens_at_most()
    {
        FakeTimeProvider time = new(SandboxClient.Now);
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { TimeProvider = time, Rotation = true });
        JsonElement first = await ConsentAsync(slack);
        JsonElement second = await RefreshAsync(slack, first);
        (await slack.AskAsync("auth.test", first.Text("access_token"))).IsOk().ShouldBeTrue();

        JsonElement third = await RefreshAsync(slack, second);

        (await slack.AskAsync("auth.test", first.Text("access_token"))).ErrorCode().ShouldBe("token_revoked");
        (await slack.AskAsync("auth.test", second.Text("access_token"))).IsOk().ShouldBeTrue();
        (await slack.AskAsync("auth.test", third.Text("access_token"))).IsOk().ShouldBeTrue();
    }

    [Fact]
    public async Task A_token_can_be_revoked_alone_or_with_all_others_and_what_refreshes_them()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Rotation = true, Tokens = [new("xoxp-other", ["users:read"])] });
        JsonElement consent = await ConsentAsync(slack);

        await slack.PostControlAsync("revoke", ("token", "xoxp-other"));
        (await slack.AskAsync("auth.test", "xoxp-other")).ErrorCode().ShouldBe("token_revoked");
        (await slack.AskAsync("auth.test")).IsOk().ShouldBeTrue();
        await slack.PostControlAsync("revoke");

        (await slack.ErrorAsync("auth.test")).ShouldBe("token_revoked");
        (await RefreshAsync(slack, consent)).ErrorCode().ShouldBe("invalid_refresh_token");
    }

    [Fact]
    public async Task Tokens_that_rotate_can_expire_now()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Rotation = true });
        JsonElement consent = await ConsentAsync(slack);

        (await slack.PostControlAsync("expire")).GetProperty("touched").GetInt32().ShouldBe(1);

        (await slack.AskAsync("auth.test", consent.Text("access_token"))).ErrorCode().ShouldBe("token_expired");
        (await slack.AskAsync("auth.test", (await RefreshAsync(slack, consent)).Text("access_token"))).IsOk().ShouldBeTrue();
        (await slack.AskAsync("auth.test")).IsOk().ShouldBeTrue();
    }

    [Fact]
    public async Task A_scope_that_is_dropped_is_missing_and_comes_back()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        await slack.PostControlAsync("scopes", ("drop", "usergroups:read,files:read"));

        JsonElement answer = await slack.AskAsync("usergroups.list");
        answer.ErrorCode().ShouldBe("missing_scope");
        answer.Text("provided").ShouldNotContain("usergroups:read");
        (await slack.ErrorAsync("files.list")).ShouldBe("missing_scope");
        await slack.PostControlAsync("scopes", ("add", "usergroups:read"), ("token", SandboxClient.Token));
        (await slack.AskAsync("usergroups.list")).IsOk().ShouldBeTrue();
    }

    [Fact]
    public async Task A_deactivated_installer_takes_the_token_along()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Rotation = true, Tokens = [new("xoxp-member", ["users:read"])] });
        JsonElement consent = await ConsentAsync(slack);
        string owner = (await slack.AskAsync("auth.test")).Text("user_id");

        await slack.PostControlAsync("installer", ("state", "deactivated"));

        (await slack.ErrorAsync("users.list")).ShouldBe("account_inactive");
        (await slack.AskAsync("auth.test", consent.Text("access_token"))).ErrorCode().ShouldBe("account_inactive");
        (await RefreshAsync(slack, consent)).ErrorCode().ShouldBe("invalid_refresh_token");
        (await slack.AskAsync("users.info", "xoxp-member", ("user", owner))).GetProperty("user").IsTrue("deleted").ShouldBeTrue();
        await slack.PostControlAsync("installer", ("state", "active"));
        (await slack.AskAsync("users.info", ("user", owner))).GetProperty("user").IsTrue("is_primary_owner").ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, "no_permission")]
    [InlineData("missing_scope", "missing_scope")]
    [InlineData("restricted_action", "restricted_action")]
    public async Task A_demoted_installer_reads_on_but_not_what_is_for_administrators(string? code, string expected)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        string owner = (await slack.AskAsync("auth.test")).Text("user_id");

        await slack.PostControlAsync("installer", ("state", "demoted"), ("code", code));

        foreach (string method in new[] { "team.accessLogs", "team.billableInfo", "team.integrationLogs" })
        {
            (await slack.ErrorAsync(method)).ShouldBe(expected, method);
        }

        JsonElement user = (await slack.AskAsync("users.info", ("user", owner))).GetProperty("user");
        user.IsTrue("is_admin").ShouldBeFalse();
        user.IsTrue("deleted").ShouldBeFalse();
        user.Has("has_2fa").ShouldBeFalse();
        (await slack.AskAsync("users.list")).GetProperty("members").EnumerateArray().ShouldAllBe(member => !member.Has("has_2fa"));
    }

    [Fact]
    public async Task A_workspace_that_moves_into_an_organisation_first_asks_to_wait_and_then_is_gone()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        await slack.PostControlAsync("migrate", ("calls", "2"));

        (await slack.ErrorAsync("users.list")).ShouldBe("team_added_to_org");
        (await slack.ErrorAsync("auth.test")).ShouldBe("team_added_to_org");
        (await slack.ErrorAsync("auth.test")).ShouldBe("org_login_required");
        (await slack.ErrorAsync("users.list")).ShouldBe("org_login_required");
        await slack.PostControlAsync("migrate", ("undo", "1"));
        (await slack.AskAsync("auth.test")).IsOk().ShouldBeTrue();
    }

    [Theory]
    [InlineData("installer", "state", "promoted")]
    [InlineData("installer", "state", "7")]
    [InlineData("migrate", "calls", "some")]
    public async Task A_form_that_cannot_be_read_says_what_to_write(string control, string name, string value)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        using FormUrlEncodedContent form = SandboxClient.Form((name, value));

        using HttpResponseMessage response = await slack.Http.PostAsync("sandbox/" + control, form, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(name + "=");
        (await slack.AskAsync("auth.test")).IsOk().ShouldBeTrue();
    }

    private static async Task<JsonElement> ConsentAsync(SandboxClient slack)
    {
        string code = (await slack.DecideAsync(slack.AuthorizeAddress(Callback, "users:read"), ("decision", "allow")))["code"];
        return (await slack.ExchangeAsync(code, Callback)).GetProperty("authed_user");
    }

    private static Task<JsonElement> RefreshAsync(SandboxClient slack, JsonElement pair) => slack.AskAsync(
        "oauth.v2.access",
        token: null,
        ("grant_type", "refresh_token"),
        ("refresh_token", pair.Text("refresh_token")),
        ("client_id", slack.Server.ClientId),
        ("client_secret", slack.Server.ClientSecret));
}
