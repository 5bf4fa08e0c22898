using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Sandbox;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Collection.Streams;

/// <summary>Messages of the sandbox, counted by the plugin and, for comparison, by the test itself.</summary>
public sealed class ConversationsHistoryStreamTests : IAsyncLifetime
{
    private const string History = "conversations_history";

    private SandboxServer _sandbox = null!;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => SlackTestBench.NewClock().GetUtcNow();

    public async ValueTask InitializeAsync() => _sandbox = await StartAsync(options => options);

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Every_message_of_the_span_is_counted_once()
    {
        using SlackTestBench bench = new(_sandbox.Address);

        var run = await RunAsync(bench);
        var expected = await CountAsync(_sandbox, bench, Now.AddDays(-30), Now);

        run.End.Outcome.ShouldBe(StreamOutcome.Complete);
        expected.Count.ShouldBeGreaterThan(1_000);
        Counts(bench).ShouldBe(expected);
        ((long)run.Evidence.Sum(page => page.Received)).ShouldBe(expected.Values.Sum(), "what Slack sent");
        run.Notes.ShouldContain("private_channels");
        bench.Inventory.Rows(History).Sum(row => (long)row["threads"]!).ShouldBeGreaterThan(0);
        bench.Inventory.Rows(History).ShouldContain(row => (string?)row["author_kind"] == "bot");
        bench.Inventory.Rows(History).ShouldAllBe(row => (DateTimeOffset)row["first_at"]! <= (DateTimeOffset)row["last_at"]!
            && ((DateTimeOffset)row["last_at"]!).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) == (string)row["day"]!);
    }

    [Fact]
    public async Task The_next_pass_counts_what_came_since_and_leaves_archived_channels_alone()
    {
        using SlackTestBench bench = new(_sandbox.Address);
        var first = await RunAsync(bench);
        await bench.NextDayAsync(_sandbox, CancellationToken);
        bench.Clock.Advance(TimeSpan.FromDays(1));

        var second = await RunAsync(bench);

        second.End.Outcome.ShouldBe(StreamOutcome.Complete);
        Counts(bench).ShouldBe(await CountAsync(_sandbox, bench, Now.AddDays(-30), Now.AddDays(1)));
        second.Notes.ShouldContain("archived_channels");
        second.Calls.ShouldBeLessThan(first.Calls);
        second.Rows.Select(row => (string)row["day"]!).Min().ShouldBe("2026-11-23", "an hour before the first pass began");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public async Task A_pass_goes_on_from_run_to_run_within_its_calls(int calls)
    {
        await using var sandbox = await StartAsync(options => options with { Channels = 5, Messages = 120 });
        using SlackTestBench bench = new(sandbox.Address, settings: new Dictionary<string, string> { ["history_calls"] = calls.ToString(CultureInfo.InvariantCulture) });
        List<CollectedStream> runs = [];

        do
        {
            runs.Add(await RunAsync(bench));
        }
        while (runs[^1].End.Outcome is StreamOutcome.Partial);

        Counts(bench).ShouldBe(await CountAsync(sandbox, bench, Now.AddDays(-30), Now));
        runs.SkipLast(1).ShouldAllBe(run => run.End.Code == "history_budget" && run.End.HighWaterMark != null && run.Evidence.Count == calls + 1);
        runs.Sum(run => (long)run.Evidence.Sum(page => page.Received)).ShouldBe(Counts(bench).Values.Sum(), "over all runs, what Slack sent");
    }

    [Fact]
    public async Task Runs_cut_short_and_killed_at_random_end_with_the_same_rows()
    {
        await using var sandbox = await StartAsync(options => options with { Channels = 4, Messages = 80 });
        using SlackTestBench undisturbed = new(sandbox.Address);
        await RunAsync(undisturbed);

        await Gen.Select(Gen.Int[1, 9], Gen.Int[1, 4].Array[60]).SampleAsync(
            async disturbance =>
            {
                var (calls, kills) = disturbance;
                using SlackTestBench bench = new(sandbox.Address, settings: new Dictionary<string, string> { ["history_calls"] = calls.ToString(CultureInfo.InvariantCulture) });
                Queue<int> pagesBeforeKills = new(kills);

                while ((await RunAsync(bench, pagesBeforeKills)).End.Outcome is StreamOutcome.Partial)
                {
                }

                Texts(bench).ShouldBe(Texts(undisturbed));
            },
            iter: 12);
    }

    [Fact]
    public async Task The_cap_of_one_page_a_minute_is_found_out_told_and_lived_with()
    {
        var clock = SlackTestBench.NewClock();
        await using var sandbox = await StartAsync(options => options with { Channels = 5, Messages = 4, HistoryCap = true, TimeProvider = clock });
        using SlackTestBench bench = new(sandbox.Address, isPaced: true, clock: clock);
        List<CollectedStream> runs = [];

        do
        {
            runs.Add(await RunAsync(bench));
        }
        while (runs[^1].End.Outcome is StreamOutcome.Partial);

        runs.Count.ShouldBeGreaterThan(1);
        runs.ShouldAllBe(run => run.Notes.Contains("history_capped") && run.Evidence.Count <= 31);
        runs.SkipLast(1).ShouldAllBe(run => run.End.Code == "history_capped" && run.End.Fix!.Contains("again"));
        runs.ShouldAllBe(run => run.Evidence.Sum(page => page.Throttled) <= 3);
        await using var uncapped = await StartAsync(options => options with { Channels = 5, Messages = 4 });
        Counts(bench).ShouldBe(await CountAsync(uncapped, bench, Now.AddDays(-30), Now));
    }

    [Theory]
    [InlineData("conversations.history:3:internal_error")]
    [InlineData("conversations.history:3:429")]
    [InlineData("conversations.history:3:429-60")]
    [InlineData("conversations.history:3:truncate")]
    [InlineData("conversations.history:3:500-html")]
    [InlineData("conversations.history:3:invalid_cursor")]
    [InlineData("conversations.history:3:empty-page")]
    public async Task A_fault_in_the_middle_costs_calls_and_no_message(string fault)
    {
        await using var sandbox = await StartAsync(options => options with { Channels = 3, Messages = 120, Faults = [fault] });
        using SlackTestBench bench = new(sandbox.Address);

        var run = await RunAsync(bench);

        run.End.Outcome.ShouldBe(StreamOutcome.Complete);
        await using var healthy = await StartAsync(options => options with { Channels = 3, Messages = 120 });
        Counts(bench).ShouldBe(await CountAsync(healthy, bench, Now.AddDays(-30), Now));
    }

    [Theory]
    [InlineData("not_in_channel")]
    [InlineData("channel_not_found")]
    [InlineData("channel_is_limited_access")]
    public async Task A_channel_that_may_not_be_read_costs_that_channel_only(string code)
    {
        await using var sandbox = await StartAsync(options => options with { Faults = [$"conversations.history:2:{code}"] });
        using SlackTestBench bench = new(sandbox.Address);

        var run = await RunAsync(bench);

        run.End.Outcome.ShouldBe(StreamOutcome.Complete);
        run.Omitted[code].ShouldBe(1);
        Counts(bench).Count.ShouldBeGreaterThan(500);
    }

    [Fact]
    public async Task A_service_that_stays_unwell_ends_partial_and_the_next_run_goes_on()
    {
        await using var sandbox = await StartAsync(options => options with { Faults = ["conversations.history:4-9:500-html"] });
        using SlackTestBench bench = new(sandbox.Address);

        var first = await RunAsync(bench);
        var second = await RunAsync(bench);

        (first.End.Outcome, first.End.Code).ShouldBe((StreamOutcome.Partial, "http_500"));
        second.End.Outcome.ShouldBe(StreamOutcome.Complete);
        Counts(bench).ShouldBe(await CountAsync(_sandbox, bench, Now.AddDays(-30), Now));
    }

    [Fact]
    public async Task Without_its_scope_it_is_skipped_and_says_what_is_lost()
    {
        await using var sandbox = await Sandboxes.StartAsync(CancellationToken, scopes: ["channels:read", "groups:read"]);
        using SlackTestBench bench = new(sandbox.Address);

        var run = await RunAsync(bench);
        var preflight = await bench.Connector.PreflightAsync(bench.Context, CancellationToken);

        (run.End.Outcome, run.End.Code).ShouldBe((StreamOutcome.Skipped, "missing_scope"));
        run.End.Fix!.ShouldContain("channels:history");
        preflight.Streams.Single(line => line.StreamId == History).Access.ShouldBe(StreamAccess.MissingScope);
    }

    [Fact]
    public async Task A_free_plan_hides_older_messages_and_the_run_says_so()
    {
        await using var sandbox = await StartAsync(options => options with { Plan = SlackPlan.Free });
        using SlackTestBench bench = new(sandbox.Address, settings: new Dictionary<string, string> { ["history_days"] = "119" });

        var run = await RunAsync(bench);

        run.Notes.ShouldContain("history_limited");
        run.Rows.Select(row => (string)row["day"]!).Min().ShouldBe("2026-08-26", "ninety days");
    }

    [Fact]
    public async Task Direct_conversations_are_counted_only_when_the_settings_say_so_and_group_ones_never()
    {
        using SlackTestBench silent = new(_sandbox.Address);
        using SlackTestBench asked = new(_sandbox.Address, settings: new Dictionary<string, string> { ["direct_messages"] = "true" });
        await silent.RunAsync(CancellationToken, isFull: false, "direct_conversations");
        await asked.RunAsync(CancellationToken, isFull: false, "direct_conversations");

        await RunAsync(silent);
        var run = await RunAsync(asked);

        silent.Inventory.Rows(History).ShouldAllBe(row => (bool?)row["is_direct"] == false);
        var direct = asked.Inventory.Rows(History).Where(row => (bool?)row["is_direct"] is true).Select(row => (string)row["channel_id"]!).ToHashSet();
        direct.ShouldNotBeEmpty();
        direct.ShouldBeSubsetOf(asked.Inventory.Rows("direct_conversations").Where(row => (string?)row["kind"] == "im").Select(row => (string)row["channel_id"]!));
        run.End.Outcome.ShouldBe(StreamOutcome.Complete);
        asked.Inventory.Rows(History).Count(row => (bool?)row["is_direct"] is false).ShouldBe(silent.Inventory.Rows(History).Count);
    }

    [Fact]
    public async Task Direct_conversations_without_their_scope_leave_the_channels_counted_and_are_told()
    {
        await using var sandbox = await Sandboxes.StartAsync(CancellationToken, options => options with { Users = 300, Channels = 10, Now = Now }, [.. Sandboxes.AllScopes.Except(["im:history"])]);
        using SlackTestBench bench = new(sandbox.Address, settings: new Dictionary<string, string> { ["direct_messages"] = "true" });

        var run = await RunAsync(bench);

        (run.End.Outcome, run.End.Code).ShouldBe((StreamOutcome.Partial, "missing_scope"));
        run.End.Fix!.ShouldContain("im:history");
        run.End.HighWaterMark.ShouldNotBeNull("the next run goes on from here all the same");
        run.Rows.ShouldNotBeEmpty();
    }

    private static Task<SandboxServer> StartAsync(Func<SandboxOptions, SandboxOptions> change) =>
        Sandboxes.StartAsync(CancellationToken, options => change(options with { Users = 300, Channels = 25, Messages = 3, Now = Now }));

    /// <summary>A run of channels and messages; the reading of messages is killed after so many pages and taken up again from its checkpoint.</summary>
    private static async Task<CollectedStream> RunAsync(SlackTestBench bench, Queue<int>? pagesBeforeKills = null)
    {
        var before = bench.Inventory.WasComplete(History) ? bench.Inventory.Copy() : null;
        await bench.RunAsync(CancellationToken, isFull: false, "conversations");
        CollectedStream collected = new();
        var description = bench.DescriptionOf(History);

        while (collected.End is null)
        {
            var left = pagesBeforeKills?.TryDequeue(out var pages) is true ? pages : int.MaxValue;
            StreamRequest request = new() { StreamId = History, ResumeFrom = collected.Checkpoints.LastOrDefault(), HighWaterMark = bench.Inventory.MarkOf(History), Before = before };

            await foreach (var page in bench.Connector.CollectAsync(bench.Context, request, CancellationToken))
            {
                collected.Take(page, description);

                if (--left == 0)
                {
                    break;
                }
            }
        }

        bench.Inventory.Keep(description, collected);

        return collected;
    }

    /// <summary>Messages by channel, author and day, as the plugin counted them.</summary>
    private static SortedDictionary<string, long> Counts(SlackTestBench bench) => new(
        bench.Inventory.Rows(History).ToDictionary(row => $"{row["channel_id"]} {row["author_id"]} {row["day"]}", row => (long)row["messages"]!), StringComparer.Ordinal);

    private static IEnumerable<string> Texts(SlackTestBench bench) =>
        bench.Inventory.Rows(History).Select(row => string.Join('|', row.Select(field => $"{field.Key}={field.Value}"))).Order(StringComparer.Ordinal);

    /// <summary>The same, counted by the test from what a sandbox without faults and cap gives.</summary>
    private static async Task<SortedDictionary<string, long>> CountAsync(SandboxServer sandbox, SlackTestBench bench, DateTimeOffset from, DateTimeOffset to)
    {
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        using HttpClient http = new();
        http.DefaultRequestHeaders.Authorization = new("Bearer", "xoxp-test");

        foreach (var channel in bench.Inventory.Rows("conversations").Where(row => (bool?)row["is_private"] is false).Select(row => (string)row["channel_id"]!))
        {
            for (var cursor = ""; ;)
            {
                var body = await http.GetStringAsync(new Uri(sandbox.Address, $"api/conversations.history?channel={channel}&limit=200&cursor={Uri.EscapeDataString(cursor)}"), CancellationToken);
                var answer = JsonNode.Parse(body)!;

                foreach (var message in answer["messages"]!.AsArray())
                {
                    var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(((string)message!["ts"]!).Split('.')[0], CultureInfo.InvariantCulture));

                    if (at >= from && at < to)
                    {
                        var author = (string?)message["user"] ?? (string?)message["bot_id"] ?? (string?)message["app_id"];
                        var key = string.Create(CultureInfo.InvariantCulture, $"{channel} {author} {at:yyyy-MM-dd}");
                        counts[key] = counts.GetValueOrDefault(key) + 1;
                    }
                }

                if (string.IsNullOrEmpty(cursor = (string?)answer["response_metadata"]?["next_cursor"] ?? ""))
                {
                    break;
                }
            }
        }

        return counts;
    }
}
