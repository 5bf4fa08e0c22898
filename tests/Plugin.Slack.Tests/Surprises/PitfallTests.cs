using Plugin.Abstractions.Collection;
using Plugin.Slack.Sandbox;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Surprises;

/// <summary>What others fell into, against the sandbox.</summary>
public sealed class PitfallTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_large_workspace_is_read_whole_although_slack_refuses_lists_without_a_limit_and_gives_a_thousand_at_most()
    {
        await using var sandbox = await StartAsync(options => options with { Users = 25_000 });
        using SlackTestBench bench = new(sandbox.Address);

        var users = await bench.CollectAsync("users", CancellationToken);

        users.ByKey("user_id").Count.ShouldBe(25_000);
        users.Rows.ShouldContain(row => (string?)row["account_status"] == "deactivated", "deactivated people count among them");
    }

    [Fact]
    public async Task Seats_go_on_beyond_the_first_thousand()
    {
        await using var sandbox = await StartAsync(options => options with { Users = 3_500 });
        using SlackTestBench bench = new(sandbox.Address);

        var seats = await bench.CollectAsync("team_billable_info", CancellationToken);

        seats.ByKey("user_id").Count.ShouldBeGreaterThan(3_000);
        seats.End.Outcome.ShouldBe(StreamOutcome.Complete);
    }

    [Fact]
    public async Task The_sign_in_log_is_read_by_cursor_to_its_end_however_long_it_is()
    {
        await using var sandbox = await StartAsync(options => options with { SignIns = 12_000 });
        using SlackTestBench bench = new(sandbox.Address);

        var logs = await bench.CollectAsync("team_access_logs", CancellationToken);

        logs.Rows.Count.ShouldBe(12_000);
        logs.PageSizes.Count.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Files_beyond_page_100_are_found_and_none_twice()
    {
        await using var sandbox = await StartAsync(options => options with { Files = 25_000 });
        using SlackTestBench bench = new(sandbox.Address);

        var files = await bench.CollectAsync("files", CancellationToken);

        files.End.Outcome.ShouldBe(StreamOutcome.Complete);
        files.ByKey("file_id").Count.ShouldBe(25_000);
        files.Rows.Count.ShouldBe(25_000);
        files.Notes.ShouldContain("page_limit");
    }

    [Fact]
    public async Task Files_of_an_organisation_are_asked_for_workspace_by_workspace()
    {
        await using var sandbox = await StartAsync(options => options with { Plan = SlackPlan.Enterprise, Workspaces = 3, Files = 900 });
        using SlackTestBench bench = new(sandbox.Address);

        var first = await bench.CollectAsync("files", CancellationToken);
        var second = await bench.CollectAsync("files", CancellationToken, mark: first.End.HighWaterMark);

        first.End.Outcome.ShouldBe(StreamOutcome.Complete);
        first.Rows.Select(row => row["team_id"]).Distinct().Count().ShouldBe(3);
        second.Rows.Count.ShouldBeLessThan(first.Rows.Count);
        second.End.HighWaterMark.ShouldBe(first.End.HighWaterMark);
    }

    [Fact]
    public async Task Files_that_the_plan_hides_are_kept_as_stubs()
    {
        await using var sandbox = await StartAsync(options => options with { Plan = SlackPlan.Free, Files = 2_000 });
        using SlackTestBench bench = new(sandbox.Address);

        var files = await bench.CollectAsync("files", CancellationToken);

        files.Rows.Count.ShouldBe(2_000);
        files.Rows.ShouldContain(row => (string?)row["mode"] == "tombstone");
        files.Rows.ShouldContain(row => (string?)row["mode"] == "file_access");
        files.Rows.Select(row => row["external_type"]).ShouldContain("gdrive");
        files.Rows.SelectMany(row => row.Values).OfType<string>().ShouldAllBe(value => !value.Contains("sandbox file text"));
    }

    [Fact]
    public async Task Files_that_come_while_the_list_is_read_move_nothing()
    {
        await using var sandbox = await StartAsync(options => options with { Files = 2_000 });
        using SlackTestBench bench = new(sandbox.Address);
        CollectedStream files = new();

        await foreach (var page in bench.Connector.CollectAsync(bench.Context, new() { StreamId = "files" }, CancellationToken))
        {
            files.Take(page, bench.DescriptionOf("files"));

            if (files.PageSizes.Count == 3)
            {
                await bench.NextDayAsync(sandbox, CancellationToken);
            }
        }

        files.ByKey("file_id").Count.ShouldBe(2_000);
        files.Rows.Count.ShouldBe(2_000);
    }

    [Theory]
    [InlineData("fields-array")]
    [InlineData("fields-null")]
    [InlineData("no-deleted")]
    [InlineData("numbers-as-text")]
    [InlineData("odd-names")]
    [InlineData("huge-field")]
    [InlineData("dates-1970")]
    [InlineData("dates-2100")]
    public async Task Odd_records_of_people_are_people_all_the_same(string fault)
    {
        await using var sandbox = await StartAsync(options => options with { Users = 2_500, Faults = [$"users.list:1-*:{fault}"] });
        using SlackTestBench bench = new(sandbox.Address);

        var users = await bench.CollectAsync("users", CancellationToken);

        users.End.Outcome.ShouldBe(StreamOutcome.Complete);
        users.ByKey("user_id").Count.ShouldBe(2_500);
    }

    [Fact]
    public async Task Addresses_of_people_come_with_their_scope_only()
    {
        await using var sandbox = await StartAsync(options => options with { Users = 300 }, [.. Sandboxes.AllScopes, "users:read.email"]);
        await using var silent = await StartAsync(options => options with { Users = 300 });
        using SlackTestBench bench = new(sandbox.Address);
        using SlackTestBench without = new(silent.Address);

        (await bench.CollectAsync("users", CancellationToken)).Rows.ShouldContain(row => row["email"] != null);
        (await without.CollectAsync("users", CancellationToken)).Rows.ShouldAllBe(row => row["email"] == null);
    }

    [Fact]
    public async Task Slackbot_is_no_person_and_ids_of_either_letter_are_people()
    {
        await using var sandbox = await StartAsync(options => options with { Users = 2_500 });
        using SlackTestBench bench = new(sandbox.Address);

        var users = await bench.CollectAsync("users", CancellationToken);

        users.Rows.Single(row => (string?)row["user_id"] == "USLACKBOT")["account_type"].ShouldBe("slackbot");
        users.Rows.Select(row => ((string)row["user_id"]!)[0]).Distinct().ShouldBeSubsetOf(['U', 'W']);
    }

    [Fact]
    public async Task Channels_come_whole_from_pages_that_are_short_or_empty()
    {
        await using var sandbox = await StartAsync(options => options with { Channels = 3_000, Faults = ["conversations.list:2:empty-page", "conversations.list:4:empty-page"] });
        using SlackTestBench bench = new(sandbox.Address);

        var channels = await bench.CollectAsync("conversations", CancellationToken);

        channels.End.Outcome.ShouldBe(StreamOutcome.Complete);
        channels.Rows.Count.ShouldBe(3_000);
        channels.Rows.ShouldContain(row => (bool?)row["is_archived"] == true, "archived ones are not filtered out by Slack");
    }

    [Fact]
    public void Nothing_is_called_that_changes_a_workspace_asks_who_is_there_or_reads_a_thread()
    {
        using SlackTestBench bench = new(new("http://127.0.0.1:1/"));
        var description = bench.Connector.Describe();

        var methods = description.Streams.SelectMany(stream => stream.Methods).Distinct().ToList();

        // Each is a reading method of Slack's reference.
        methods.ShouldBeSubsetOf(
        [
            "auth.test", "auth.teams.list", "calls.info", "conversations.history", "conversations.list", "conversations.members", "files.list", "team.accessLogs", "team.billableInfo", "team.info",
            "team.integrationLogs", "team.profile.get", "usergroups.list", "usergroups.users.list", "users.list", "users.profile.get",
        ]);
        methods.ShouldNotContain("users.getPresence", "who is away now may have been active all week");
        methods.ShouldNotContain("conversations.replies", "a call a thread would take days");
        methods.ShouldNotContain("users.conversations", "an organisation refuses it");
        description.Scopes.ShouldAllBe(scope => !scope.Name.Contains("write") && scope.Name != "channels:join");
    }

    [Fact]
    public void No_column_holds_a_text_that_people_write_to_each_other()
    {
        using SlackTestBench bench = new(new("http://127.0.0.1:1/"));

        bench.Connector.Describe().Streams.SelectMany(stream => stream.Columns).Select(column => column.Name)
            .ShouldAllBe(name => name != "text" && name != "topic" && name != "purpose" && name != "preview" && !name.StartsWith("url_"));
    }

    private static Task<SandboxServer> StartAsync(Func<SandboxOptions, SandboxOptions> change, IReadOnlyList<string>? scopes = null) =>
        Sandboxes.StartAsync(CancellationToken, options => change(options with { Users = 300, Channels = 20, Now = SlackTestBench.NewClock().GetUtcNow() }), scopes);
}
