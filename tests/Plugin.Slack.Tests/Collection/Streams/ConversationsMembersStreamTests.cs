using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Sandbox;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Collection.Streams;

public sealed class ConversationsMembersStreamTests
{
    private const string Members = "conversations_members";

    private static readonly string[] Chain = ["conversations", Members];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_run_asks_every_channel_once()
    {
        await using var sandbox = await Sandboxes.StartAsync(Cancellation);
        using SlackTestBench bench = new(sandbox.Address);

        var members = (await bench.RunAsync(Cancellation, isFull: false, Chain))[Members];

        var channels = bench.Inventory.Rows("conversations");
        members.End.Outcome.ShouldBe(StreamOutcome.Complete);
        members.Covered.ShouldBe(channels.Select(channel => (string)channel["channel_id"]!), ignoreOrder: true);
        members.Notes.ShouldBe(["channels_asked"]);

        foreach (var channel in channels)
        {
            members.Rows.Count(row => row["channel_id"]!.Equals(channel["channel_id"])).ShouldBe((int)(long)channel["members"]!, (string)channel["name"]!);
        }
    }

    [Fact]
    public async Task A_later_run_asks_what_changed_and_a_share_and_ends_with_what_a_full_run_ends_with()
    {
        await using var sandbox = await Sandboxes.StartAsync(Cancellation, options => options with { Channels = 400 });
        using SlackTestBench bench = new(sandbox.Address);
        using SlackTestBench fresh = new(sandbox.Address);
        var first = (await bench.RunAsync(Cancellation, isFull: false, Chain))[Members];

        for (var day = 0; day < 3; day++)
        {
            await fresh.NextDayAsync(sandbox, Cancellation);
            var later = (await bench.RunAsync(Cancellation, isFull: false, Chain))[Members];

            later.Calls.ShouldBeLessThan(first.Calls);
            later.Covered.Count.ShouldBeGreaterThanOrEqualTo(400 / 28, "a fourteenth of the channels has its turn");
        }

        await fresh.RunAsync(Cancellation, isFull: true, Chain);
        RowsOf(bench).ShouldBe(RowsOf(fresh));
    }

    [Fact]
    public async Task Nothing_changed_means_a_share_only_and_all_of_it_within_the_runs()
    {
        await using var sandbox = await Sandboxes.StartAsync(Cancellation, options => options with { Channels = 300 });
        using SlackTestBench bench = new(sandbox.Address, settings: new Dictionary<string, string> { ["full_check_runs"] = "4" });
        await bench.RunAsync(Cancellation, isFull: false, Chain);
        HashSet<string> checkedAgain = [];

        for (var run = 0; run < 4; run++)
        {
            var part = (await bench.RunAsync(Cancellation, isFull: false, Chain))[Members];
            part.Covered.Overlaps(checkedAgain).ShouldBeFalse("each channel has its turn once");
            part.Covered.Count.ShouldBeLessThan(150);
            checkedAgain.UnionWith(part.Covered);
        }

        checkedAgain.ShouldBe(bench.Inventory.Rows("conversations").Select(channel => (string)channel["channel_id"]!), ignoreOrder: true);
    }

    [Fact]
    public async Task When_one_channel_of_a_hundred_changes_a_run_makes_a_tenth_of_the_calls()
    {
        await using var sandbox = await Sandboxes.StartAsync(Cancellation, options => options with { Users = 60, Channels = 2_000 });
        using SlackTestBench bench = new(sandbox.Address);
        var first = (await bench.RunAsync(Cancellation, isFull: false, Chain))[Members];
        await bench.PostAsync(sandbox, "change", Cancellation, "members=1");

        var second = (await bench.RunAsync(Cancellation, isFull: false, Chain))[Members];

        first.Calls.ShouldBeGreaterThanOrEqualTo(2_000);
        (first.Calls / (double)second.Calls).ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task A_full_run_asks_every_channel()
    {
        await using var sandbox = await Sandboxes.StartAsync(Cancellation);
        using SlackTestBench bench = new(sandbox.Address);
        var first = (await bench.RunAsync(Cancellation, isFull: false, Chain))[Members];

        var full = (await bench.RunAsync(Cancellation, isFull: true, Chain))[Members];

        full.Covered.ShouldBe(first.Covered);
    }

    [Fact]
    public async Task A_channel_that_could_not_be_read_is_asked_again_although_nothing_has_changed()
    {
        await using var slack = await ScriptedSlack.StartAsync(Cancellation);
        using SlackTestBench bench = new(slack.Address, settings: Seldom);
        Channels(bench, ("C1", 2), ("C2", 1));
        slack.On("conversations.members", """{"ok":false,"error":"fetch_members_failed"}""").On("conversations.members", """{"ok":true,"members":["U1"]}""");
        await bench.RunAsync(Cancellation, isFull: false, Members);
        slack.Anew("conversations.members").On("conversations.members", """{"ok":true,"members":["U1","U2"]}""");
        var before = slack.CallsOf("conversations.members");

        var second = (await bench.RunAsync(Cancellation, isFull: false, Members))[Members];

        second.Covered.ShouldBe(["C1"]);
        slack.FormsOf("conversations.members").Skip(before).Select(form => form["channel"]).ShouldBe(["C1"]);
        bench.Inventory.Rows(Members).Count(row => (string)row["channel_id"]! == "C1").ShouldBe(2);
    }

    [Fact]
    public async Task A_channel_that_always_lists_another_number_than_it_tells_is_not_asked_by_every_run()
    {
        await using var slack = await ScriptedSlack.StartAsync(Cancellation);
        using SlackTestBench bench = new(slack.Address, settings: Seldom);
        Channels(bench, ("C1", 7));
        slack.On("conversations.members", """{"ok":true,"members":["U1","U2"],"response_metadata":{"next_cursor":"a="}}""").On("conversations.members", """{"ok":true,"members":["U3"]}""");
        var first = (await bench.RunAsync(Cancellation, isFull: false, Members))[Members];
        first.Notes.ShouldBe(["channels_asked", "members_differ"]);

        var second = (await bench.RunAsync(Cancellation, isFull: false, Members))[Members];
        var third = (await bench.RunAsync(Cancellation, isFull: false, Members))[Members];
        var before = bench.Inventory.Copy();
        Channels(bench, ("C1", 8));
        var fourth = await bench.CollectAsync(new() { StreamId = Members, Before = before, HighWaterMark = bench.Inventory.MarkOf(Members) }, Cancellation);

        (second.Covered.Count, third.Covered.Count).ShouldBe((0, 0));
        third.Notes.ShouldBe(["channels_asked", "members_differ"]);
        slack.CallsOf("conversations.members").ShouldBe(3, "two pages the first time, and one when its number has changed");
        fourth.Covered.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Members_of_a_channel_that_is_gone_are_gone_and_those_of_one_that_cannot_be_read_stay()
    {
        await using var slack = await ScriptedSlack.StartAsync(Cancellation);
        using SlackTestBench bench = new(slack.Address);
        Channels(bench, ("C1", 1), ("C2", 1), ("C3", 1));
        slack.On("conversations.members", """{"ok":true,"members":["U1"]}""");
        await bench.RunAsync(Cancellation, isFull: false, Members);
        bench.Inventory.Keep(bench.DescriptionOf("conversations"), await OnlyAsync(slack, bench, "C2", "C3"));
        slack.Anew("conversations.members").On("conversations.members", """{"ok":false,"error":"fetch_members_failed"}""").On("conversations.members", """{"ok":true,"members":["U2"]}""");

        var second = (await bench.RunAsync(Cancellation, isFull: true, Members))[Members];

        second.End.Outcome.ShouldBe(StreamOutcome.Complete);
        second.Covered.ShouldBe(["C1", "C3"], ignoreOrder: true);
        second.Omitted.ShouldBe(new Dictionary<string, int> { ["fetch_members_failed"] = 1 });
        second.Notes.ShouldBe(["channels_asked", "channels_not_read"]);
        bench.Inventory.Rows(Members).Select(row => $"{row["channel_id"]} {row["user_id"]}").Order().ShouldBe(["C2 U1", "C3 U2"]);
    }

    [Fact]
    public async Task A_channel_whose_cursor_expires_is_read_again_from_its_beginning()
    {
        await using var slack = await ScriptedSlack.StartAsync(Cancellation);
        using SlackTestBench bench = new(slack.Address);
        Channels(bench, ("C1", 3));
        slack
            .On("conversations.members", """{"ok":true,"members":["U1"],"response_metadata":{"next_cursor":"a="}}""")
            .On("conversations.members", """{"ok":false,"error":"invalid_cursor"}""")
            .On("conversations.members", """{"ok":true,"members":["U1","U2"],"response_metadata":{"next_cursor":"b="}}""")
            .On("conversations.members", """{"ok":true,"members":["U3"]}""");

        var members = (await bench.RunAsync(Cancellation, isFull: false, Members))[Members];

        members.End.Outcome.ShouldBe(StreamOutcome.Complete);
        members.Covered.ShouldBe(["C1"]);
        members.Notes.ShouldBe(["cursor_expired", "channels_asked"]);
        slack.FormsOf("conversations.members").Select(form => form.GetValueOrDefault("cursor")).ShouldBe([null, "a=", null, "b="]);
        bench.Inventory.Rows(Members).Select(row => row["user_id"]).ShouldBe(["U1", "U2", "U3"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_channel_whose_pages_go_round_in_a_circle_is_given_up_and_the_others_are_read()
    {
        await using var slack = await ScriptedSlack.StartAsync(Cancellation);
        using SlackTestBench bench = new(slack.Address);
        Channels(bench, ("C1", 5), ("C2", 1));
        slack.On("conversations.members", async context =>
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var json = form["channel"] == "C1" ? """{"ok":true,"members":["U1"],"response_metadata":{"next_cursor":"again="}}""" : """{"ok":true,"members":["U2"]}""";
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(json), context.RequestAborted);
        });

        var members = await bench.CollectAsync(Members, Cancellation);

        (members.End.Outcome, members.End.Code).ShouldBe((StreamOutcome.Partial, "cursor_loop"));
        members.Covered.ShouldBe(["C2"]);
        members.End.HighWaterMark.ShouldNotBeNull();
        slack.CallsOf("conversations.members").ShouldBeLessThan(6);
    }

    [Fact]
    public async Task Odd_members_are_counted_and_never_stop_the_stream()
    {
        await using var slack = await ScriptedSlack.StartAsync(Cancellation);
        using SlackTestBench bench = new(slack.Address);
        Channels(bench, ("C1", 7));
        slack.On("conversations.members", """{"ok":true,"members":["U1","W2",null,"",7,{"id":"U3"},"U1"],"response_metadata":{"next_cursor":null}}""");

        var members = await bench.CollectAsync(Members, Cancellation);

        members.End.Outcome.ShouldBe(StreamOutcome.Complete);
        members.Rows.Select(row => row["user_id"]).ShouldBe(["U1", "W2"]);
        members.Omitted.ShouldBe(new Dictionary<string, int> { ["missing_key"] = 4, ["repeated_record"] = 1 });
        members.Evidence.Sum(page => page.Received).ShouldBe(7);
    }

    [Fact]
    public async Task Without_a_scope_the_channels_of_that_kind_are_left_as_they_were()
    {
        await using var sandbox = await Sandboxes.StartAsync(Cancellation, scopes: ["channels:read"]);
        using SlackTestBench bench = new(sandbox.Address);
        await bench.RunAsync(Cancellation, isFull: false, "conversations");
        bench.Inventory.Put(bench.DescriptionOf("conversations"), [ConversationRow(bench, "G00000001", isPrivate: true, 3)]);

        var members = await bench.CollectAsync(Members, Cancellation);

        members.End.Outcome.ShouldBe(StreamOutcome.Complete);
        members.Covered.ShouldNotContain("G00000001");
        members.Notes.ShouldBe(["channels_asked", "channels_not_read"]);
    }

    [Fact]
    public async Task Without_both_scopes_nothing_is_asked()
    {
        await using var sandbox = await Sandboxes.StartAsync(Cancellation, scopes: ["users:read"]);
        using SlackTestBench bench = new(sandbox.Address);

        var members = await bench.CollectAsync(Members, Cancellation);

        (members.End.Outcome, members.End.Code, members.End.Reason).ShouldBe((StreamOutcome.Skipped, "missing_scope", FailureReason.GrantScope));
    }

    [Fact]
    public async Task A_later_run_that_is_taken_up_after_any_page_decides_as_the_undisturbed_one_does()
    {
        await using var sandbox = await Sandboxes.StartAsync(Cancellation, options => options with { Users = 3_000, Channels = 80 });
        using SlackTestBench bench = new(sandbox.Address);
        await bench.RunAsync(Cancellation, isFull: false, Chain);
        await bench.NextDayAsync(sandbox, Cancellation);
        var before = bench.Inventory.Copy();
        var mark = bench.Inventory.MarkOf(Members);
        await bench.RunAsync(Cancellation, isFull: false, "conversations");
        StreamRequest request = new() { StreamId = Members, Before = before, HighWaterMark = mark };
        var undisturbed = await bench.CollectAsync(request, Cancellation);
        undisturbed.Checkpoints.Count.ShouldBeGreaterThan(10);
        undisturbed.PageSizes.ShouldContain(size => size == 999, "a channel with more than one page is among them");

        for (var page = 0; page < undisturbed.Checkpoints.Count; page++)
        {
            var rest = await bench.CollectAsync(request with { ResumeFrom = undisturbed.Checkpoints[page] }, Cancellation);

            rest.Rows.Select(Text).ShouldBe(undisturbed.Rows.Skip(undisturbed.PageSizes.Take(page + 1).Sum()).Select(Text));
            rest.End.ShouldBe(undisturbed.End);
            rest.Evidence[^1].Notes.ShouldBe(undisturbed.Evidence[^1].Notes);
        }
    }

    private static Dictionary<string, string> Seldom => new() { ["full_check_runs"] = "1000" };

    private static string Text(Dictionary<string, object?> row) => $"{row["channel_id"]} {row["user_id"]}";

    private static IEnumerable<string> RowsOf(SlackTestBench bench) => bench.Inventory.Rows(Members).Select(Text).Order(StringComparer.Ordinal);

    private static void Channels(SlackTestBench bench, params (string Id, long Members)[] channels) =>
        bench.Inventory.Put(bench.DescriptionOf("conversations"), channels.Select(channel => ConversationRow(bench, channel.Id, isPrivate: false, channel.Members)));

    private static Dictionary<string, object?> ConversationRow(SlackTestBench bench, string id, bool isPrivate, long members) =>
        bench.DescriptionOf("conversations").Columns.ToDictionary(column => column.Name, object? (column) => column.Name switch
        {
            "channel_id" => id,
            "is_private" => isPrivate,
            "members" => members,
            _ => null,
        });

    private static async Task<CollectedStream> OnlyAsync(ScriptedSlack slack, SlackTestBench bench, params string[] ids)
    {
        slack
            .On("conversations.list", $$"""{"ok":true,"channels":[{{string.Join(',', ids.Select(id => $$"""{"id":"{{id}}","num_members":1}"""))}}]}""")
            .On("conversations.list", """{"ok":true,"channels":[]}""");

        return await bench.CollectAsync("conversations", Cancellation);
    }
}
