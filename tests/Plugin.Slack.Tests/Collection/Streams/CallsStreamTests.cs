using Plugin.Abstractions.Collection;
using Plugin.Slack.Sandbox;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Collection.Streams;

public sealed class CallsStreamTests
{
    private static readonly string[] Three = ["conversations", "conversations_history", "calls"];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => SlackTestBench.NewClock().GetUtcNow();

    [Fact]
    public async Task Calls_that_messages_told_of_are_asked_for_and_huddles_are_not()
    {
        await using var sandbox = await StartAsync();
        using SlackTestBench bench = new(sandbox.Address);

        var calls = (await bench.RunAsync(CancellationToken, isFull: false, Three))["calls"];

        calls.End.Outcome.ShouldBe(StreamOutcome.Complete);
        calls.Rows.Where(row => (string?)row["call_kind"] == "huddle").ShouldNotBeEmpty();
        calls.Rows.Where(row => (string?)row["call_kind"] == "call").ShouldNotBeEmpty();
        calls.Rows.ShouldAllBe(row => (bool?)row["is_confirmed"] == ((string?)row["call_kind"] == "call") && row["started_at"] != null && (long?)row["participants"] > 0 && row["created_by"] != null);
        calls.Rows.Where(row => (string?)row["call_kind"] == "call").ShouldAllBe(row => row["app_id"] != null);
        calls.Rows.SelectMany(row => row.Values).OfType<string>().ShouldAllBe(value => !value.Contains("sandbox message text") && !value.Contains("calls.example"));
        calls.Calls.ShouldBe(calls.Rows.Count(row => (string?)row["call_kind"] == "call"), "one an id");
        calls.ByKey("call_id").Count.ShouldBe(calls.Rows.Count);
    }

    [Fact]
    public async Task The_next_run_asks_only_for_new_calls_and_those_that_went_on()
    {
        await using var sandbox = await StartAsync();
        using SlackTestBench bench = new(sandbox.Address);
        await bench.RunAsync(CancellationToken, isFull: false, Three);
        var known = Ids(bench.Inventory.Rows("calls").Where(row => row["ended_at"] != null));
        await bench.NextDayAsync(sandbox, CancellationToken);
        bench.Clock.Advance(TimeSpan.FromDays(1));

        var second = (await bench.RunAsync(CancellationToken, isFull: false, Three))["calls"];
        var full = (await bench.RunAsync(CancellationToken, isFull: true, "calls"))["calls"];

        second.Rows.ShouldNotBeEmpty();
        Ids(second.Rows).Intersect(known).ShouldBeEmpty();
        Ids(full.Rows).ShouldBe(Ids(bench.Inventory.Rows("calls")), "everything on request");
    }

    [Fact]
    public async Task Without_its_scope_the_messages_are_believed_and_it_is_partial()
    {
        await using var sandbox = await StartAsync(scopes: [.. Sandboxes.AllScopes.Except(["calls:read"])]);
        using SlackTestBench bench = new(sandbox.Address);

        var calls = (await bench.RunAsync(CancellationToken, isFull: false, Three))["calls"];

        (calls.End.Outcome, calls.End.Code).ShouldBe((StreamOutcome.Partial, "missing_scope"));
        calls.Calls.ShouldBe(0, "nothing is asked that is known to be refused");
        calls.Rows.ShouldAllBe(row => (bool?)row["is_confirmed"] == false && row["started_at"] != null);
        calls.Rows.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("internal_error")]
    [InlineData("invalid_call_id")]
    public async Task An_id_that_slack_cannot_use_costs_one_call_and_no_row(string code)
    {
        await using var sandbox = await StartAsync(faults: [$"calls.info:2:{code}"]);
        using SlackTestBench bench = new(sandbox.Address);

        var calls = (await bench.RunAsync(CancellationToken, isFull: false, Three))["calls"];

        calls.End.Outcome.ShouldBe(StreamOutcome.Complete);
        calls.Rows.Count(row => (string?)row["call_kind"] == "call" && (bool?)row["is_confirmed"] == false).ShouldBe(1);
        calls.Notes.ShouldBe([code]);
        calls.Evidence.Sum(page => page.Retries).ShouldBe(0, "it is said of the id, not of Slack");
    }

    [Fact]
    public async Task Resuming_after_any_page_gives_what_an_undisturbed_read_gives()
    {
        await using var sandbox = await StartAsync(messages: 20);
        using SlackTestBench bench = new(sandbox.Address);
        var undisturbed = (await bench.RunAsync(CancellationToken, isFull: false, Three))["calls"];
        undisturbed.Checkpoints.Count.ShouldBeGreaterThan(2);

        for (var page = 0; page < undisturbed.Checkpoints.Count; page++)
        {
            var rest = await bench.CollectAsync("calls", CancellationToken, undisturbed.Checkpoints[page]);

            Ids(rest.Rows).ShouldBe(Ids(undisturbed.Rows.Skip(undisturbed.PageSizes.Take(page + 1).Sum())));
            rest.End.ShouldBe(undisturbed.End);
        }
    }

    [Fact]
    public async Task More_calls_than_a_run_may_ask_for_are_spread_over_runs()
    {
        await using var sandbox = await StartAsync(messages: 150);
        using SlackTestBench bench = new(sandbox.Address, settings: new Dictionary<string, string> { ["history_calls"] = "10000" });
        await bench.RunAsync(CancellationToken, isFull: false, "conversations", "conversations_history");
        List<CollectedStream> runs = [];

        do
        {
            runs.Add((await bench.RunAsync(CancellationToken, isFull: false, "calls"))["calls"]);
        }
        while (runs[^1].End.Outcome is StreamOutcome.Partial);

        runs.Count.ShouldBeGreaterThan(1);
        runs.SkipLast(1).ShouldAllBe(run => run.End.Code == "calls_budget");
        runs.ShouldAllBe(run => run.Calls <= 700);
        var asked = runs.SelectMany(run => run.Rows).Where(row => (string?)row["call_kind"] == "call").ToList();
        Ids(asked).Count.ShouldBe(asked.Count, "no call twice");
    }

    [Fact]
    public async Task Calls_without_counted_messages_are_none()
    {
        await using var sandbox = await StartAsync();
        using SlackTestBench bench = new(sandbox.Address);

        var calls = await bench.CollectAsync("calls", CancellationToken);

        (calls.End.Outcome, calls.Rows.Count).ShouldBe((StreamOutcome.Complete, 0));
    }

    private static Task<SandboxServer> StartAsync(int messages = 4, IReadOnlyList<string>? scopes = null, IReadOnlyList<string>? faults = null) =>
        Sandboxes.StartAsync(CancellationToken, options => options with { Users = 300, Channels = 25, Messages = messages, Now = Now, Faults = faults ?? [] }, scopes);

    private static SortedSet<string> Ids(IEnumerable<Dictionary<string, object?>> rows) => new(rows.Select(row => (string)row["call_id"]!), StringComparer.Ordinal);
}
