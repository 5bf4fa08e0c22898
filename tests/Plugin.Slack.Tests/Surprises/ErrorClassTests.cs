using System.Globalization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Sandbox;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Surprises;

/// <summary>Every class of Slack's errors, code by code, met on the second page of a list of the sandbox.</summary>
public sealed class ErrorClassTests
{
    private const int People = 2_500;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("429")]
    [InlineData("429-no-retry-after")]
    [InlineData("ratelimited")]
    [InlineData("500-html")]
    [InlineData("html-200")]
    [InlineData("internal_error")]
    [InlineData("fatal_error")]
    [InlineData("service_unavailable")]
    [InlineData("request_timeout")]
    [InlineData("team_added_to_org")]
    public async Task What_passes_is_waited_out_and_costs_no_row(string fault)
    {
        await using var sandbox = await StartAsync($"users.list:2-3:{fault}");
        using SlackTestBench bench = new(sandbox.Address);

        var users = await bench.CollectAsync("users", CancellationToken);

        users.End.Outcome.ShouldBe(StreamOutcome.Complete);
        users.ByKey("user_id").Count.ShouldBe(People);
        users.Evidence.Sum(page => page.Retries).ShouldBe(2);
        users.Evidence.Sum(page => page.Waited.TotalSeconds).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_place_in_the_list_that_slack_forgot_makes_the_stream_begin_anew()
    {
        await using var sandbox = await StartAsync("users.list:2:invalid_cursor");
        using SlackTestBench bench = new(sandbox.Address);

        var users = await bench.CollectAsync("users", CancellationToken);

        (users.End.Outcome, users.StartedOver, users.Rows.Count).ShouldBe((StreamOutcome.Complete, 1, People));
    }

    [Theory]
    [InlineData("invalid_arguments")]
    [InlineData("missing_argument")]
    [InlineData("invalid_limit")]
    [InlineData("invalid_types")]
    [InlineData("limit_required")]
    [InlineData("invalid_form_data")]
    [InlineData("invalid_post_type")]
    [InlineData("missing_post_type")]
    [InlineData("invalid_charset")]
    [InlineData("invalid_arg_name")]
    [InlineData("invalid_array_arg")]
    public async Task A_request_that_is_called_wrong_fails_the_stream_and_asks_for_a_report(string code)
    {
        await using var sandbox = await StartAsync($"users.list:2:{code}");
        using SlackTestBench bench = new(sandbox.Address);

        var failure = await Should.ThrowAsync<ConnectorException>(() => bench.CollectAsync("users", CancellationToken));

        (failure.Reason, failure.SourceCode, failure.StopsRun).ShouldBe((FailureReason.ReportDefect, code, false));
    }

    [Theory]
    [InlineData("missing_scope", FailureReason.GrantScope)]
    [InlineData("paid_only", FailureReason.ChangePlan)]
    [InlineData("plan_upgrade_required", FailureReason.ChangePlan)]
    [InlineData("upgrade_required", FailureReason.ChangePlan)]
    [InlineData("not_allowed_token_type", FailureReason.NotAvailable)]
    [InlineData("enterprise_is_restricted", FailureReason.NotAvailable)]
    [InlineData("team_access_not_granted", FailureReason.NotAvailable)]
    [InlineData("no_permission", FailureReason.RaiseRole)]
    [InlineData("access_denied", FailureReason.RaiseRole)]
    [InlineData("restricted_action", FailureReason.RaiseRole)]
    [InlineData("user_is_restricted", FailureReason.RaiseRole)]
    [InlineData("user_is_ultra_restricted", FailureReason.RaiseRole)]
    [InlineData("user_is_bot", FailureReason.NotAvailable)]
    [InlineData("method_deprecated", FailureReason.NotAvailable)]
    [InlineData("deprecated_endpoint", FailureReason.NotAvailable)]
    [InlineData("unknown_method", FailureReason.NotAvailable)]
    [InlineData("not_implemented", FailureReason.NotAvailable)]
    public async Task What_is_refused_for_good_skips_the_stream_and_says_what_to_do(string code, FailureReason reason)
    {
        await using var sandbox = await StartAsync($"users.list:1:{code}", $"usergroups.list:1:{code}");
        using SlackTestBench bench = new(sandbox.Address);

        var users = await bench.CollectAsync("users", CancellationToken);
        var conversations = await bench.CollectAsync("conversations", CancellationToken);

        (users.End.Outcome, users.End.Code, users.End.Reason).ShouldBe((StreamOutcome.Skipped, code, reason));
        users.End.Fix.ShouldNotBeNullOrEmpty();
        conversations.End.Outcome.ShouldBe(StreamOutcome.Complete, "the others go on");
    }

    [Theory]
    [InlineData("channel_not_found")]
    [InlineData("not_in_channel")]
    [InlineData("channel_is_limited_access")]
    [InlineData("fetch_members_failed")]
    [InlineData("user_not_found")]
    [InlineData("user_not_visible")]
    [InlineData("thread_not_found")]
    [InlineData("file_not_found")]
    [InlineData("file_deleted")]
    [InlineData("not_visible")]
    [InlineData("no_such_subteam")]
    [InlineData("bot_not_found")]
    [InlineData("invalid_call_id")]
    public async Task What_concerns_one_item_costs_that_item_and_is_counted(string code)
    {
        await using var sandbox = await StartAsync($"conversations.history:2:{code}");
        using SlackTestBench bench = new(sandbox.Address);

        var history = (await bench.RunAsync(CancellationToken, isFull: false, "conversations", "conversations_history"))["conversations_history"];

        history.End.Outcome.ShouldBe(StreamOutcome.Complete);
        history.Omitted[code].ShouldBe(1);
        history.Rows.Select(row => row["channel_id"]).Distinct().Count().ShouldBeGreaterThan(2);
    }

    [Theory]
    [InlineData("not_authed")]
    [InlineData("invalid_auth")]
    [InlineData("account_inactive")]
    [InlineData("token_revoked")]
    [InlineData("token_expired")]
    [InlineData("org_login_required")]
    [InlineData("two_factor_setup_required")]
    [InlineData("accesslimited")]
    [InlineData("ekm_access_denied")]
    public async Task A_token_that_opens_nothing_any_more_stops_the_run_and_asks_for_a_new_consent(string code)
    {
        await using var sandbox = await StartAsync($"users.list:2:{code}");
        using SlackTestBench bench = new(sandbox.Address);

        var failure = await Should.ThrowAsync<ConnectorException>(() => bench.CollectAsync("users", CancellationToken));

        (failure.Reason, failure.SourceCode, failure.StopsRun).ShouldBe((FailureReason.AuthorizeAgain, code, true));
        failure.Fix.ShouldEndWith(".");
    }

    [Fact]
    public async Task Pages_too_far_back_end_the_stream_partial_with_what_came()
    {
        await using var sandbox = await StartAsync("users.list:2:over_pagination_limit");
        using SlackTestBench bench = new(sandbox.Address);

        var users = await bench.CollectAsync("users", CancellationToken);

        (users.End.Outcome, users.End.Code, users.Rows.Count).ShouldBe((StreamOutcome.Partial, "over_pagination_limit", 999));
    }

    private static Task<SandboxServer> StartAsync(params string[] faults) =>
        Sandboxes.StartAsync(CancellationToken, options => options with { Users = People, Channels = 8, Now = SlackTestBench.NewClock().GetUtcNow(), Faults = faults });
}
