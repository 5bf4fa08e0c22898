using Microsoft.AspNetCore.Http;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Collection.Streams;

public sealed class OtherStreamTests : IAsyncLifetime
{
    private ScriptedSlack _slack = null!;
    private SlackTestBench _bench = null!;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _slack = await ScriptedSlack.StartAsync(CancellationToken);
        _bench = new(_slack.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _bench.Dispose();
        await _slack.DisposeAsync();
    }

    [Fact]
    public async Task Seats_are_read_from_an_object_keyed_by_user()
    {
        _slack.On("team.billableInfo", """{"ok":true,"billable_info":{"U1":{"billing_active":true},"U2":{"billing_active":false,"more":[1]},"U3":{},"U4":7,"U5":{"billing_active":"yes"}}}""");

        var seats = await _bench.CollectAsync("team_billable_info", CancellationToken);

        seats.Rows.Select(row => (row["user_id"], row["is_billed"])).ShouldBe([("U1", true), ("U2", false), ("U3", null)]);
        seats.Omitted.ShouldBe(new Dictionary<string, int> { ["unreadable_record"] = 2 });
    }

    [Fact]
    public async Task A_seat_whose_user_id_is_half_a_character_is_kept_and_told()
    {
        _slack.On("team.billableInfo", """{"ok":true,"billable_info":{"U1":{"billing_active":true},"U\ud800":{"billing_active":true}}}""");

        var seats = await _bench.CollectAsync("team_billable_info", CancellationToken);

        seats.Rows.Select(row => row["user_id"]).ShouldBe(["U1", "U\ufffd"]);
        seats.Notes.ShouldBe(["cleaned_text"]);
    }

    [Fact]
    public async Task No_seats_may_be_an_empty_list()
    {
        _slack.On("team.billableInfo", """{"ok":true,"billable_info":[]}""");

        (await _bench.CollectAsync("team_billable_info", CancellationToken)).End.Outcome.ShouldBe(StreamOutcome.Complete);
    }

    [Fact]
    public async Task App_changes_are_read_page_by_page_with_dates_as_text_and_ids_as_either()
    {
        _slack
            .On("team.integrationLogs", """{"ok":true,"logs":[{"app_id":"A1","app_type":"Tracker","user_id":"U1","date":"1392163201","change_type":"added","scope":"incoming-webhook"}],"paging":{"count":1,"total":2,"page":1,"pages":2}}""")
            .On("team.integrationLogs", """{"ok":true,"logs":[{"service_id":12345,"service_type":"Feed","user_id":"U1","date":"1392163200","change_type":"removed"}],"paging":{"count":1,"total":2,"page":2,"pages":2}}""");

        var changes = await _bench.CollectAsync("team_integration_logs", CancellationToken);

        changes.Rows.Select(row => (row["app_id"], row["app_name"], row["change"])).ShouldBe([("A1", "Tracker", "added"), ("service:12345", "Feed", "removed")]);
        changes.Rows[1]["changed_at"].ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_392_163_200));
        changes.End.ReportedTotal.ShouldBe(2);
        _slack.FormsOf("team.integrationLogs").Select(form => form["page"]).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Channels_are_asked_for_type_by_type_and_archived_ones_are_kept()
    {
        _slack
            .On("conversations.list", """{"ok":true,"channels":[{"id":"C1","is_private":false,"is_archived":true,"created":1449252889,"updated":1678229664302,"num_members":4}],"response_metadata":{"next_cursor":"p"}}""")
            .On("conversations.list", """{"ok":true,"channels":[],"response_metadata":{"next_cursor":""}}""")
            .On("conversations.list", """{"ok":true,"channels":[{"id":"G1","is_group":true}]}""");

        var channels = await _bench.CollectAsync("conversations", CancellationToken);

        _slack.FormsOf("conversations.list").Select(form => (form["types"], form.GetValueOrDefault("cursor"), form.ContainsKey("exclude_archived")))
            .ShouldBe([("public_channel", null, false), ("public_channel", "p", false), ("private_channel", null, false)]);
        channels.Rows.Select(row => (row["channel_id"], row["is_private"])).ShouldBe([("C1", false), ("G1", true)]);
        channels.Rows[0]["updated_at"].ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1_678_229_664_302));
        channels.End.Outcome.ShouldBe(StreamOutcome.Complete);
    }

    [Fact]
    public async Task A_scope_that_turns_out_missing_at_run_time_costs_only_its_type()
    {
        _slack
            .On("conversations.list", """{"ok":false,"error":"missing_scope","needed":"channels:read","provided":"groups:read"}""")
            .On("conversations.list", """{"ok":true,"channels":[{"id":"G1","is_private":true}]}""");

        var channels = await _bench.CollectAsync("conversations", CancellationToken);

        (channels.End.Outcome, channels.End.Code).ShouldBe((StreamOutcome.Partial, "missing_scope"));
        channels.End.Message!.ShouldContain("public");
        channels.Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Both_scopes_missing_at_run_time_skips_the_stream()
    {
        _slack.On("conversations.list", """{"ok":false,"error":"missing_scope","needed":"channels:read","provided":"team:read"}""");

        (await _bench.CollectAsync("conversations", CancellationToken)).End.Outcome.ShouldBe(StreamOutcome.Skipped);
    }

    [Fact]
    public async Task Groups_take_their_count_as_text_or_number_and_disabled_ones_are_retired()
    {
        _slack.On("usergroups.list", """{"ok":true,"usergroups":[{"id":"S1","team_id":"T1","user_count":"2","date_delete":0},{"id":"S2","team_id":"T1","user_count":3,"date_delete":1446748865},{"id":"S3","user_count":"","date_delete":99999999999999}]}""");

        var groups = await _bench.CollectAsync("usergroups", CancellationToken);

        groups.Rows.Select(row => (row["usergroup_id"], row["members"], row["is_disabled"])).ShouldBe([("S1", 2L, false), ("S2", 3L, true), ("S3", null, true)]);
        _slack.FormsOf("usergroups.list").Single()["include_disabled"].ShouldBe("true");
    }

    [Fact]
    public async Task Groups_that_came_without_members_are_asked_for_and_reading_resumes_among_them()
    {
        _slack
            .On("usergroups.list", """{"ok":true,"usergroups":[{"id":"S3"},{"id":"S1","users":["U1","","U2"]},{"id":"S2"},{"id":"S4","users":[]}]}""")
            .On("usergroups.users.list", async context =>
            {
                var group = context.Request.Form["usergroup"].ToString();
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(group == "S2" ? """{"ok":true,"users":["U3"]}""" : """{"ok":false,"error":"no_such_subteam"}""", context.RequestAborted);
            });

        var members = await _bench.CollectAsync("usergroups_users", CancellationToken);
        var rest = await _bench.CollectAsync("usergroups_users", CancellationToken, members.Checkpoints[1]);

        members.Rows.Select(row => (row["usergroup_id"], row["user_id"])).ShouldBe([("S1", "U1"), ("S1", "U2"), ("S2", "U3")]);
        members.Omitted.ShouldBe(new Dictionary<string, int> { ["missing_key"] = 1, ["no_such_subteam"] = 1 });
        members.End.Outcome.ShouldBe(StreamOutcome.Complete);
        rest.PageSizes.ShouldBe([0], "only S3 was left");
        _slack.FormsOf("usergroups.users.list").Select(form => form["usergroup"]).ShouldBe(["S2", "S3", "S3"]);
    }

    [Fact]
    public async Task The_workspace_falls_back_when_its_scope_is_missing_at_run_time()
    {
        _slack.On("team.info", """{"ok":false,"error":"missing_scope","needed":"team:read","provided":"users:read"}""");

        var team = await _bench.CollectAsync("team_info", CancellationToken);

        team.Rows.Single()["name"].ShouldBe("Acme");
        team.Notes.ShouldBe(["fallback_auth_test"]);
    }
}
