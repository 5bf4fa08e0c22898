using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Sandbox;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Collection;

/// <summary>A token of a whole organisation.</summary>
public sealed class OrganisationTests
{
    private const string Organisation = """{"ok":true,"url":"https://acme.enterprise.slack.com/","team":null,"team_id":null,"user":"grace","user_id":"U1","enterprise_id":"E1","is_enterprise_install":true}""";
    private const string TwoTeams = """{"ok":true,"teams":[{"id":"T2","name":"Second"},{"id":"T1","name":"First"}]}""";

    private static readonly string[] AllStreams =
    [
        "team_info", "team_profile", "users", "users_profile", "team_billable_info", "team_access_logs", "team_integration_logs", "apps",
        "conversations", "conversations_members", "direct_conversations", "usergroups", "usergroups_users", "files", "conversations_history", "calls",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_stream_reads_every_workspace_and_never_forgets_to_name_it()
    {
        await using var sandbox = await StartAsync();
        using SlackTestBench bench = new(sandbox.Address);

        var run = await bench.RunAsync(Cancellation, isFull: false, AllStreams);

        foreach (var (id, stream) in run)
        {
            stream.End.Outcome.ShouldBe(StreamOutcome.Complete, $"{id}: {stream.End.Code} {stream.End.Message}");
        }

        var teams = run["team_info"].Rows.Select(row => row["team_id"]!).ToList();
        teams.Count.ShouldBe(3);

        foreach (var id in new[] { "team_profile", "team_billable_info", "team_integration_logs", "conversations", "usergroups", "files" })
        {
            run[id].Rows.Select(row => row["team_id"]!).Distinct().ShouldBe(teams, ignoreOrder: true, id);
        }
    }

    [Fact]
    public async Task People_are_one_person_in_however_many_workspaces_and_guests_are_kept()
    {
        await using var sandbox = await StartAsync();
        using SlackTestBench bench = new(sandbox.Address);

        var people = await bench.CollectAsync("users", Cancellation);

        var persons = people.Rows.GroupBy(row => row["person_id"]).ToList();
        persons.Count.ShouldBeLessThan(people.Rows.Count, "some people are in more than one workspace");
        persons.ShouldAllBe(person => person.Key != null && person.Select(row => row["real_name"]).Distinct().Count() == 1);
        people.Rows.ShouldContain(row => Equals(row["account_type"], "single_channel_guest"));
        people.Rows.ShouldContain(row => !Equals(row["person_id"], row["user_id"]), "an id of the workspace's own is not the person's");
    }

    [Fact]
    public async Task Sign_ins_are_read_once_for_the_organisation_and_once_a_workspace()
    {
        await using var slack = await ScriptedAsync();
        using SlackTestBench bench = new(slack.Address);
        slack
            .On("team.accessLogs", Log("U1", 100))
            .On("team.accessLogs", Log("U2", 200))
            .On("team.accessLogs", Log("U3", 150));

        var logs = await bench.CollectAsync("team_access_logs", Cancellation);

        slack.FormsOf("team.accessLogs").Select(form => form.GetValueOrDefault("team_id")).ShouldBe([null, "T1", "T2"]);
        logs.Rows.Select(row => (row["user_id"], row["team_id"])).ShouldBe([("U1", "E1"), ("U2", "T1"), ("U3", "T2")]);
        logs.End.Outcome.ShouldBe(StreamOutcome.Complete);
    }

    [Fact]
    public async Task A_workspace_that_joins_later_is_read_to_its_end_and_the_others_to_the_mark()
    {
        await using var slack = await ScriptedAsync();
        using SlackTestBench first = new(slack.Address);
        slack.On("team.accessLogs", Log("U1", 2_000_000));
        var mark = (await first.CollectAsync("team_access_logs", Cancellation)).End.HighWaterMark;
        slack.Anew("auth.teams.list").On("auth.teams.list", """{"ok":true,"teams":[{"id":"T1"},{"id":"T2"},{"id":"T3"}]}""");
        slack.Anew("team.accessLogs").On("team.accessLogs", """{"ok":true,"logins":[{"user_id":"U1","date_last":1000,"date_first":1}],"response_metadata":{"next_cursor":"more="}}""");
        using SlackTestBench later = new(slack.Address);
        var before = slack.CallsOf("team.accessLogs");

        await foreach (var page in later.Connector.CollectAsync(later.Context, new() { StreamId = "team_access_logs", HighWaterMark = mark }, Cancellation))
        {
            if (slack.CallsOf("team.accessLogs") - before == 5)
            {
                break;
            }
        }

        slack.FormsOf("team.accessLogs").Skip(before).Select(form => (form.GetValueOrDefault("team_id"), form.GetValueOrDefault("cursor")))
            .ShouldBe([(null, null), ("T1", null), ("T2", null), ("T3", null), ("T3", "more=")]);
    }

    [Theory]
    [InlineData("team_access_not_granted")]
    [InlineData("invalid_auth")]
    public async Task A_workspace_that_may_not_be_read_is_left_out_and_told(string code)
    {
        await using var slack = await ScriptedAsync();
        using SlackTestBench bench = new(slack.Address);
        slack
            .On("team.billableInfo", $$"""{"ok":false,"error":"{{code}}"}""")
            .On("team.billableInfo", """{"ok":true,"billable_info":{"U1":{"billing_active":true}}}""");

        var seats = await bench.CollectAsync("team_billable_info", Cancellation);

        (seats.End.Outcome, seats.End.Code, seats.End.Reason).ShouldBe((StreamOutcome.Partial, "team_access_not_granted", FailureReason.NotAvailable));
        seats.End.Message!.ShouldContain("1 of the organisation's 2 workspaces");
        seats.Rows.Select(row => row["team_id"]).ShouldBe(["T2"]);
        seats.Notes.ShouldBe(["workspace_refused"]);
    }

    [Theory]
    [InlineData("users")]
    [InlineData("usergroups_users")]
    public async Task When_no_workspace_may_be_read_the_stream_is_skipped(string stream)
    {
        await using var slack = await ScriptedAsync();
        using SlackTestBench bench = new(slack.Address);
        slack.On("users.list", """{"ok":false,"error":"team_access_not_granted"}""").On("usergroups.list", """{"ok":false,"error":"team_access_not_granted"}""");

        var collected = await bench.CollectAsync(stream, Cancellation);

        (collected.End.Outcome, collected.End.Code).ShouldBe((StreamOutcome.Skipped, "team_access_not_granted"));
    }

    [Fact]
    public async Task A_token_that_dies_between_two_workspaces_stops_the_run()
    {
        await using var slack = await ScriptedAsync();
        using SlackTestBench bench = new(slack.Address);
        slack.On("team.billableInfo", """{"ok":false,"error":"invalid_auth"}""");
        await bench.Connector.PreflightAsync(bench.Context, Cancellation).ContinueWith(_ => { }, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);
        slack.Anew("auth.test").On("auth.test", """{"ok":false,"error":"token_revoked"}""");

        var failure = await Should.ThrowAsync<ConnectorException>(() => bench.CollectAsync("team_billable_info", Cancellation));

        (failure.SourceCode, failure.StopsRun).ShouldBe(("token_revoked", true));
    }

    [Theory]
    [InlineData("team_info")]
    [InlineData("users")]
    [InlineData("team_access_logs")]
    [InlineData("conversations")]
    [InlineData("usergroups_users")]
    [InlineData("files")]
    public async Task Resuming_after_any_page_gives_what_an_undisturbed_read_gives(string stream)
    {
        await using var sandbox = await StartAsync();
        using SlackTestBench bench = new(sandbox.Address);
        var undisturbed = await bench.CollectAsync(stream, Cancellation);
        undisturbed.Checkpoints.ShouldNotBeEmpty();

        for (var page = 0; page < undisturbed.Checkpoints.Count; page++)
        {
            var rest = await bench.CollectAsync(stream, Cancellation, undisturbed.Checkpoints[page]);

            rest.Rows.Select(Text).ShouldBe(undisturbed.Rows.Skip(undisturbed.PageSizes.Take(page + 1).Sum()).Select(Text));
            rest.End.ShouldBe(undisturbed.End);
        }
    }

    [Fact]
    public async Task Preflight_asks_the_first_workspace()
    {
        await using var sandbox = await StartAsync();
        using SlackTestBench bench = new(sandbox.Address);

        var report = await bench.Connector.PreflightAsync(bench.Context, Cancellation);

        report.Streams.ShouldAllBe(stream => stream.Access == StreamAccess.Granted);
    }

    [Fact]
    public async Task The_workspaces_are_read_page_by_page()
    {
        await using var slack = await ScriptedAsync();
        slack.Anew("auth.teams.list")
            .On("auth.teams.list", """{"ok":true,"teams":[{"id":"T9","name":"Ninth"}],"response_metadata":{"next_cursor":"n="}}""")
            .On("auth.teams.list", """{"ok":true,"teams":[],"response_metadata":{"next_cursor":"m="}}""")
            .On("auth.teams.list", """{"ok":true,"teams":[{"id":"T1","name":"First"},{"name":"nameless"}]}""");
        slack.On("team.info", """{"ok":false,"error":"missing_scope"}""");
        using SlackTestBench bench = new(slack.Address);

        var teams = await bench.CollectAsync("team_info", Cancellation);

        teams.Rows.Select(row => (row["team_id"], row["name"])).ShouldBe([("T1", "First"), ("T9", "Ninth")]);
        slack.CallsOf("auth.test").ShouldBe(1);
    }

    [Fact]
    public async Task Workspaces_that_go_round_in_a_circle_stop_the_reading()
    {
        await using var slack = await ScriptedAsync();
        slack.Anew("auth.teams.list").On("auth.teams.list", """{"ok":true,"teams":[{"id":"T1"}],"response_metadata":{"next_cursor":"n="}}""");
        using SlackTestBench bench = new(slack.Address);

        var failure = await Should.ThrowAsync<ConnectorException>(() => bench.CollectAsync("users", Cancellation));

        failure.SourceCode.ShouldBe("cursor_loop");
        slack.CallsOf("auth.teams.list").ShouldBeLessThan(6);
    }

    private static Task<SandboxServer> StartAsync() =>
        Sandboxes.StartAsync(Cancellation, options => options with { Users = 3_000, Channels = 60, Plan = SlackPlan.Enterprise, Workspaces = 3, Files = 700 });

    private static async Task<ScriptedSlack> ScriptedAsync()
    {
        var slack = await ScriptedSlack.StartAsync(Cancellation);

        return slack.Anew("auth.test").On("auth.test", Organisation).On("auth.teams.list", TwoTeams);
    }

    private static string Log(string user, long last) => $$"""{"ok":true,"logins":[{"user_id":"{{user}}","date_first":1,"date_last":{{last}}}]}""";

    private static string Text(Dictionary<string, object?> row) => string.Join('|', row.Values);
}
