using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Collection.Streams;

public sealed class UsersProfileStreamTests
{
    private const string Profiles = "users_profile";
    private const string Empty = """{"ok":true,"profile":{}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_but_bots_and_the_deactivated_is_asked_and_gives_what_the_inventory_needs()
    {
        await using var sandbox = await Sandboxes.StartAsync(Cancellation, options => options with { Users = 300 });
        using SlackTestBench bench = new(sandbox.Address);

        var run = await bench.RunAsync(Cancellation, isFull: false, "team_profile", "users", Profiles);

        var asked = run["users"].Rows.Where(row => row["account_status"] is not "deactivated" && row["is_bot"] is not true && row["account_type"] is not ("slackbot" or "workflow_bot" or "connector_bot")).ToList();
        run[Profiles].End.Outcome.ShouldBe(StreamOutcome.Complete);
        run[Profiles].Rows.Select(row => row["user_id"]).ShouldBe(asked.Select(row => row["user_id"]), ignoreOrder: true);
        run[Profiles].Rows.Count(row => row["email"] is string).ShouldBeGreaterThan(200, "the e-mail route");
        run[Profiles].Rows.ShouldContain(row => Equals(row["custom_fields"], """{"Xf0SANDBOX":"Building 7"}"""));
        run[Profiles].Notes.ShouldBe(["profiles_asked"]);
        run["team_profile"].Rows.Select(row => (row["field_id"], row["label"])).ShouldBe([("Xf0SANDBOX", "Office")]);
    }

    [Fact]
    public async Task Runs_go_round_until_everybody_had_a_turn_and_then_begin_again()
    {
        await using var slack = await ScriptedAsync();
        using SlackTestBench bench = Bench(slack, budget: 4);
        People(bench, Enumerable.Range(1, 10));
        List<string> order = [];

        for (var run = 0; run < 5; run++)
        {
            var before = slack.CallsOf("users.profile.get");
            var part = (await bench.RunAsync(Cancellation, isFull: false, Profiles))[Profiles];
            part.End.Outcome.ShouldBe(StreamOutcome.Complete);
            part.Notes.ShouldBe(["profile_budget"]);
            order.Add(string.Join(' ', slack.FormsOf("users.profile.get").Skip(before).Select(form => form["user"])));
        }

        order.ShouldBe(["U01 U02 U03 U04", "U05 U06 U07 U08", "U09 U10 U01 U02", "U03 U04 U05 U06", "U07 U08 U09 U10"]);
        bench.Inventory.Rows(Profiles).Count.ShouldBe(10);
    }

    [Fact]
    public async Task People_who_are_new_come_first()
    {
        await using var slack = await ScriptedAsync();
        using SlackTestBench bench = Bench(slack, budget: 3);
        People(bench, [1, 2, 3, 5, 6]);
        await bench.RunAsync(Cancellation, isFull: false, Profiles);
        await bench.RunAsync(Cancellation, isFull: false, Profiles);
        People(bench, [1, 2, 3, 4, 5, 6]);
        var before = slack.CallsOf("users.profile.get");

        await bench.RunAsync(Cancellation, isFull: false, Profiles);

        slack.FormsOf("users.profile.get").Skip(before).Select(form => form["user"]).First().ShouldBe("U04");
    }

    [Fact]
    public async Task People_whose_profile_cannot_be_read_do_not_keep_the_others_from_their_turn()
    {
        await using var slack = await ScriptedSlack.StartAsync(Cancellation);
        slack.On("users.profile.get", async context =>
        {
            var user = (await context.Request.ReadFormAsync(context.RequestAborted))["user"].ToString();
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(string.CompareOrdinal(user, "U04") < 0 ? """{"ok":false,"error":"user_not_visible"}""" : Empty), context.RequestAborted);
        });
        using SlackTestBench bench = Bench(slack, budget: 3);
        People(bench, Enumerable.Range(1, 6));

        var first = (await bench.RunAsync(Cancellation, isFull: false, Profiles))[Profiles];
        await bench.RunAsync(Cancellation, isFull: false, Profiles);

        first.End.Outcome.ShouldBe(StreamOutcome.Complete);
        first.Omitted.ShouldBe(new Dictionary<string, int> { ["user_not_visible"] = 3 });
        bench.Inventory.Rows(Profiles).Select(row => row["user_id"]).ShouldBe(["U04", "U05", "U06"], ignoreOrder: true);
    }

    [Fact]
    public async Task Somebody_who_is_no_longer_listed_is_gone()
    {
        await using var slack = await ScriptedAsync();
        using SlackTestBench bench = Bench(slack, budget: 1);
        People(bench, [1]);
        await bench.RunAsync(Cancellation, isFull: false, Profiles);
        People(bench, [2]);

        var second = (await bench.RunAsync(Cancellation, isFull: false, Profiles))[Profiles];

        second.Covered.ShouldBe(["U01", "U02"], ignoreOrder: true);
        bench.Inventory.Rows(Profiles).Select(row => row["user_id"]).ShouldBe(["U02"]);
    }

    [Fact]
    public async Task A_full_run_begins_with_the_first_person()
    {
        await using var slack = await ScriptedAsync();
        using SlackTestBench bench = Bench(slack, budget: 2);
        People(bench, Enumerable.Range(1, 4));
        await bench.RunAsync(Cancellation, isFull: false, Profiles);
        await bench.RunAsync(Cancellation, isFull: false, Profiles);
        await bench.RunAsync(Cancellation, isFull: false, Profiles);
        var before = slack.CallsOf("users.profile.get");

        await bench.RunAsync(Cancellation, isFull: true, Profiles);

        slack.FormsOf("users.profile.get").Skip(before).Select(form => form["user"]).ShouldBe(["U01", "U02"]);
    }

    [Theory]
    [InlineData("""{"ok":true,"profile":{"email":7,"title":null,"first_name":{"odd":true},"fields":[]}}""", "7", null)]
    [InlineData("""{"ok":true,"profile":{"email":"","fields":null}}""", null, null)]
    [InlineData("""{"ok":true,"profile":{"fields":{"Xf2":{"value":"b","alt":""},"Xf1":{"value":"a"},"Xf3":{"value":""},"Xf4":null,"Xf5":{"value":["x","y"]}}}}""", null, """{"Xf1":"a","Xf2":"b","Xf5":["x","y"]}""")]
    [InlineData("""{"ok":true,"profile":{"fields":"text"}}""", null, null)]
    public async Task Odd_profiles_are_taken_as_far_as_they_go(string answer, string? email, string? fields)
    {
        await using var slack = await ScriptedSlack.StartAsync(Cancellation);
        slack.On("users.profile.get", answer);
        using SlackTestBench bench = Bench(slack, budget: 5);
        People(bench, [1]);

        var row = (await bench.CollectAsync(Profiles, Cancellation)).Rows.Single();

        (row["email"], row["custom_fields"], row["first_name"]).ShouldBe((email, fields, (object?)null));
    }

    [Fact]
    public async Task An_answer_that_is_none_costs_one_person()
    {
        await using var slack = await ScriptedSlack.StartAsync(Cancellation);

        for (var attempt = 0; attempt < 6; attempt++)
        {
            slack.On("users.profile.get", """{"ok":true,"profile":"none"}""");
        }

        slack.On("users.profile.get", Empty);
        using SlackTestBench bench = Bench(slack, budget: 5);
        People(bench, [1, 2]);

        var profiles = await bench.CollectAsync(Profiles, Cancellation);

        profiles.End.Outcome.ShouldBe(StreamOutcome.Complete);
        profiles.Omitted.ShouldBe(new Dictionary<string, int> { ["unreadable_answer"] = 1 });
        profiles.Rows.Select(row => row["user_id"]).ShouldBe(["U02"]);
    }

    [Fact]
    public async Task A_service_that_fails_for_good_ends_the_stream_with_what_came_before()
    {
        await using var slack = await ScriptedSlack.StartAsync(Cancellation);
        slack.On("users.profile.get", Empty).On("users.profile.get", """{"ok":false,"error":"internal_error"}""");
        using SlackTestBench bench = Bench(slack, budget: 5);
        People(bench, [1, 2]);

        var profiles = await bench.CollectAsync(Profiles, Cancellation);

        (profiles.End.Outcome, profiles.End.Code, profiles.End.Reason).ShouldBe((StreamOutcome.Partial, "internal_error", FailureReason.TryLater));
        profiles.Covered.ShouldBe(["U01"]);
    }

    [Fact]
    public async Task Going_on_after_any_person_gives_what_an_undisturbed_run_gives()
    {
        await using var slack = await ScriptedAsync();
        using SlackTestBench bench = Bench(slack, budget: 7);
        People(bench, Enumerable.Range(1, 12));
        await bench.RunAsync(Cancellation, isFull: false, Profiles);
        await bench.RunAsync(Cancellation, isFull: false, Profiles);
        People(bench, Enumerable.Range(5, 11));
        StreamRequest request = new() { StreamId = Profiles, Before = bench.Inventory.Copy(), HighWaterMark = bench.Inventory.MarkOf(Profiles) };
        var undisturbed = await bench.CollectAsync(request, Cancellation);
        undisturbed.Rows.Count.ShouldBe(7);

        for (var page = 0; page < undisturbed.Checkpoints.Count; page++)
        {
            var rest = await bench.CollectAsync(request with { ResumeFrom = undisturbed.Checkpoints[page] }, Cancellation);

            rest.Rows.Select(row => row["user_id"]).ShouldBe(undisturbed.Rows.Skip(undisturbed.PageSizes.Take(page + 1).Sum()).Select(row => row["user_id"]));
            rest.End.ShouldBe(undisturbed.End);
            rest.Evidence[^1].Notes.ShouldBe(undisturbed.Evidence[^1].Notes);
        }
    }

    private static async Task<ScriptedSlack> ScriptedAsync() => (await ScriptedSlack.StartAsync(Cancellation)).On("users.profile.get", Empty);

    private static SlackTestBench Bench(ScriptedSlack slack, int budget) => new(slack.Address, settings: new Dictionary<string, string> { ["profile_calls"] = $"{budget}" });

    private static void People(SlackTestBench bench, IEnumerable<int> numbers)
    {
        var description = bench.DescriptionOf("users");
        bench.Inventory.Forget("users");
        bench.Inventory.Put(description, numbers.Select(number => description.Columns.ToDictionary(column => column.Name, object? (column) => column.Name switch
        {
            "team_id" => "T1",
            "user_id" => $"U{number:00}",
            "account_status" => "active",
            "account_type" => "member",
            _ => null,
        })));
    }
}
