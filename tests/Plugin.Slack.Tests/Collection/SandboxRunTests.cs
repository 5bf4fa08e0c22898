using CsCheck;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Sandbox;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Collection;

public sealed class SandboxRunTests
{
    public static TheoryData<string, string> Streams => new()
    {
        { "team_info", "team_id" },
        { "team_profile", "team_id,field_id" },
        { "users", "team_id,user_id" },
        { "team_billable_info", "team_id,user_id" },
        { "team_access_logs", "access_key" },
        { "team_integration_logs", "log_key" },
        { "conversations", "channel_id" },
        { "direct_conversations", "channel_id" },
        { "usergroups", "usergroup_id" },
        { "usergroups_users", "usergroup_id,user_id" },
        { "files", "file_id" },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Every_stream_is_complete_and_its_keys_are_the_described_ones(string stream, string keys)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var sandbox = await Sandboxes.StartAsync(cancellationToken);
        using SlackTestBench bench = new(sandbox.Address);

        var collected = await bench.CollectAsync(stream, cancellationToken);

        collected.End.Outcome.ShouldBe(StreamOutcome.Complete);
        collected.Rows.ShouldNotBeEmpty();
        collected.ByKey(keys.Split(',')).Count.ShouldBe(collected.Rows.Count, "no key twice");
        bench.Connector.Describe().Streams.Single(description => description.Id == stream).Columns.Where(column => column.Meaning.IsKey).Select(column => column.Name)
            .ShouldBe(keys.Split(','));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Resuming_after_any_page_gives_what_an_undisturbed_read_gives(string stream, string keys)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var sandbox = await Sandboxes.StartAsync(cancellationToken, options => options with { Users = 6_000, Channels = 2_500, SignIns = 5_000 });
        using SlackTestBench bench = new(sandbox.Address);
        var undisturbed = await bench.CollectAsync(stream, cancellationToken);

        for (var page = 0; page < undisturbed.Checkpoints.Count; page++)
        {
            var rest = await bench.CollectAsync(stream, cancellationToken, undisturbed.Checkpoints[page]);

            rest.Rows.Select(row => string.Join('|', keys.Split(',').Select(key => row[key])))
                .ShouldBe(undisturbed.Rows.Skip(undisturbed.PageSizes.Take(page + 1).Sum()).Select(row => string.Join('|', keys.Split(',').Select(key => row[key]))));
            rest.End.Outcome.ShouldBe(StreamOutcome.Complete);
            rest.End.HighWaterMark.ShouldBe(undisturbed.End.HighWaterMark);
        }
    }

    [Fact]
    public async Task A_reader_killed_after_random_pages_ends_with_the_same_people()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var sandbox = await Sandboxes.StartAsync(cancellationToken, options => options with { Users = 9_000 });
        using SlackTestBench bench = new(sandbox.Address);
        var undisturbed = (await bench.CollectAsync("users", cancellationToken)).ByKey("user_id");

        await Gen.Int[1, 4].Array[10].SampleAsync(
            async pagesBeforeEachKill =>
            {
                SortedDictionary<string, string> kept = new(StringComparer.Ordinal);
                Checkpoint? checkpoint = null;
                var isOver = false;

                foreach (var pages in pagesBeforeEachKill.Append(int.MaxValue))
                {
                    if (isOver)
                    {
                        break;
                    }

                    CollectedStream part = new();
                    var description = bench.Connector.Describe().Streams.Single(stream => stream.Id == "users");
                    var read = 0;

                    await foreach (var page in bench.Connector.CollectAsync(bench.Context, new() { StreamId = "users", ResumeFrom = checkpoint }, cancellationToken))
                    {
                        part.Take(page, description);
                        checkpoint = page.Next;
                        isOver = page.End is not null;

                        if (++read == pages)
                        {
                            break;
                        }
                    }

                    foreach (var (key, row) in part.ByKey("user_id"))
                    {
                        kept[key] = row;
                    }
                }

                kept.ShouldBe(undisturbed);
            },
            iter: 20);
    }

    [Fact]
    public async Task A_free_workspace_skips_what_its_plan_lacks_and_says_so()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var sandbox = await Sandboxes.StartAsync(cancellationToken, options => options with { Plan = SlackPlan.Free });
        using SlackTestBench bench = new(sandbox.Address);

        var logs = await bench.CollectAsync("team_access_logs", cancellationToken);
        var groups = await bench.CollectAsync("usergroups", cancellationToken);
        var report = await bench.Connector.PreflightAsync(bench.Context, cancellationToken);

        (logs.End.Outcome, logs.End.Code, logs.End.Reason).ShouldBe((StreamOutcome.Skipped, "paid_only", FailureReason.ChangePlan));
        (groups.End.Outcome, groups.End.Code).ShouldBe((StreamOutcome.Skipped, "plan_upgrade_required"));
        logs.End.Fix.ShouldNotBeNullOrEmpty();
        report.Streams.Single(stream => stream.StreamId == "team_access_logs").Access.ShouldBe(StreamAccess.NotOnThisPlan);
        report.Streams.Single(stream => stream.StreamId == "users").Access.ShouldBe(StreamAccess.Granted);
    }

    [Fact]
    public async Task A_token_without_scopes_degrades_stream_by_stream()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var sandbox = await Sandboxes.StartAsync(cancellationToken, scopes: ["users:read", "channels:read"]);
        using SlackTestBench bench = new(sandbox.Address);

        var seats = await bench.CollectAsync("team_billable_info", cancellationToken);
        var channels = await bench.CollectAsync("conversations", cancellationToken);
        var team = await bench.CollectAsync("team_info", cancellationToken);

        (seats.End.Outcome, seats.End.Code, seats.End.Reason).ShouldBe((StreamOutcome.Skipped, "missing_scope", FailureReason.GrantScope));
        seats.Calls.ShouldBe(1, "auth.test only: the missing scope is known beforehand");
        (channels.End.Outcome, channels.End.Code).ShouldBe((StreamOutcome.Partial, "missing_scope"));
        channels.End.Fix!.ShouldContain("groups:read");
        channels.Rows.ShouldAllBe(row => (bool?)row["is_private"] == false);
        team.End.Outcome.ShouldBe(StreamOutcome.Complete);
        team.Notes.ShouldBe(["fallback_auth_test"]);
        team.Rows.Single()["team_id"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Preflight_asks_every_stream_and_names_the_missing_scope()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var sandbox = await Sandboxes.StartAsync(cancellationToken, scopes: ["users:read"]);
        using SlackTestBench bench = new(sandbox.Address);

        var report = await bench.Connector.PreflightAsync(bench.Context, cancellationToken);

        report.GrantedScopes!.ShouldContain("users:read");
        report.Streams.Select(stream => stream.StreamId).ShouldBe(bench.Connector.Describe().Streams.Select(stream => stream.Id));
        report.Streams.Where(stream => stream.Access is StreamAccess.MissingScope).Select(stream => stream.StreamId)
            .ShouldBe(["team_info", "team_profile", "users_profile", "team_billable_info", "team_access_logs", "team_integration_logs", "apps", "conversations", "conversations_members", "direct_conversations", "usergroups", "usergroups_users", "files", "conversations_history", "calls"]);
        report.Streams.ShouldAllBe(stream => stream.Access != StreamAccess.MissingScope || (stream.Fix!.Contains("Authorize") && stream.Code == "missing_scope"));
    }

    [Theory]
    [InlineData("users.list:2:429")]
    [InlineData("users.list:2-4:429-no-retry-after")]
    [InlineData("users.list:2:500-html")]
    [InlineData("users.list:2:html-200")]
    [InlineData("users.list:2:truncate")]
    [InlineData("users.list:2:reset")]
    [InlineData("users.list:2:internal_error")]
    [InlineData("users.list:3:empty-page")]
    public async Task A_fault_in_the_middle_costs_calls_and_no_rows(string fault)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var sandbox = await Sandboxes.StartAsync(cancellationToken, options => options with { Faults = [fault] });
        using SlackTestBench bench = new(sandbox.Address);

        var users = await bench.CollectAsync("users", cancellationToken);

        users.End.Outcome.ShouldBe(StreamOutcome.Complete);
        users.ByKey("user_id").Count.ShouldBe(2_500);
        users.Calls.ShouldBeGreaterThan(4);
    }

    [Fact]
    public async Task An_expired_cursor_makes_the_stream_begin_anew_by_itself()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var sandbox = await Sandboxes.StartAsync(cancellationToken, options => options with { Faults = ["users.list:3:invalid_cursor"] });
        using SlackTestBench bench = new(sandbox.Address);

        var users = await bench.CollectAsync("users", cancellationToken);

        users.End.Outcome.ShouldBe(StreamOutcome.Complete);
        users.StartedOver.ShouldBe(1);
        users.Rows.Count.ShouldBe(2_500, "the rows before the restart are forgotten");
        users.Notes.ShouldContain("cursor_expired");
    }

    [Fact]
    public async Task Cursors_that_always_expire_end_partial_after_three_restarts()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var slack = await ScriptedSlack.StartAsync(cancellationToken);
        using SlackTestBench bench = new(slack.Address);

        for (var round = 0; round < 4; round++)
        {
            slack.On("users.list", """{"ok":true,"members":[{"id":"U1","team_id":"T1"}],"response_metadata":{"next_cursor":"c1"}}""").On("users.list", """{"ok":false,"error":"invalid_cursor"}""");
        }

        var users = await bench.CollectAsync("users", cancellationToken);

        (users.End.Outcome, users.End.Code).ShouldBe((StreamOutcome.Partial, "invalid_cursor"));
        users.StartedOver.ShouldBe(3);
        slack.CallsOf("users.list").ShouldBe(8);
    }

    [Fact]
    public async Task A_token_revoked_in_the_middle_stops_the_run()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var sandbox = await Sandboxes.StartAsync(cancellationToken, options => options with { Faults = ["users.list:2:token_revoked"] });
        using SlackTestBench bench = new(sandbox.Address);

        var exception = await Should.ThrowAsync<ConnectorException>(() => bench.CollectAsync("users", cancellationToken));

        (exception.Reason, exception.SourceCode, exception.StopsRun).ShouldBe((FailureReason.AuthorizeAgain, "token_revoked", true));
    }

    [Fact]
    public async Task A_tier_that_is_enforced_is_never_overrun()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var clock = SlackTestBench.NewClock();
        await using var sandbox = await Sandboxes.StartAsync(cancellationToken, options => options with { Users = 70_000, RateLimits = true, TimeProvider = clock });
        using SlackTestBench bench = new(sandbox.Address, isPaced: true, clock: clock);
        var begin = bench.Clock.GetUtcNow();

        var users = await bench.CollectAsync("users", cancellationToken);

        var calls = users.Calls - 1;
        var waited = bench.Clock.GetUtcNow() - begin;
        users.Evidence.Sum(page => page.Throttled).ShouldBe(0);
        waited.ShouldBeLessThan(TimeSpan.FromMinutes(calls / 20.0) * 1.05);
        TimeSpan.FromTicks(users.Evidence.Sum(page => page.Waited.Ticks)).ShouldBe(waited);
    }
}
