using CsCheck;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Collection.Streams;

public sealed class AppsStreamTests : IAsyncLifetime
{
    private static readonly string[] Kinds = ["added", "removed", "enabled", "disabled", "updated"];

    private ScriptedSlack _slack = null!;
    private SlackTestBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _slack = await ScriptedSlack.StartAsync(Cancellation);
        _bench = new(_slack.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _bench.Dispose();
        await _slack.DisposeAsync();
    }

    [Theory]
    [InlineData("added U1", "U1")]
    [InlineData("added U1, removed U1", null)]
    [InlineData("added U1, added U2, removed U1", "U2")]
    [InlineData("added U1, added U2, removed U9", null)]
    [InlineData("added U1, removed U9, added U2", "U2")]
    [InlineData("added U1, removed U1, added U1", "U1")]
    [InlineData("updated U1", "")]
    [InlineData("disabled U1", "")]
    [InlineData("removed U1", null)]
    [InlineData("removed U1, enabled U2", "")]
    public async Task The_log_tells_for_whom_an_app_is_installed_now(string log, string? installedBy)
    {
        Log([.. log.Split(", ").Select((entry, minute) => new Entry("A1", minute, entry.Split(' ')[0], entry.Split(' ')[1]))]);

        var apps = await _bench.CollectAsync("apps", Cancellation);

        apps.End.Outcome.ShouldBe(StreamOutcome.Complete);
        apps.Rows.Select(row => row["installed_by"]).ShouldBe(
            installedBy is null ? [] : [installedBy.Length == 0 ? null : $"""["{installedBy}"]"""]);
        _slack.Calls.Select(call => call.Method).ShouldBe(["auth.test"]);
    }

    [Fact]
    public async Task Entries_of_the_same_second_are_an_update_and_no_removal()
    {
        Log(new("A1", 0, "added", "U1"), new("A1", 5, "removed", "U1"), new("A1", 5, "added", "U1"));

        var app = (await _bench.CollectAsync("apps", Cancellation)).Rows.Single();

        (app["last_change"], app["installed_at"]).ShouldBe(("added", (object)Moment(5)));
    }

    [Fact]
    public async Task A_row_says_since_when_with_what_and_what_happened_last()
    {
        Log(
            new("A1", 0, "added", "U1") { Name = "Old name", Scopes = "users:read" },
            new("A1", 5, "added", "U2") { Name = "New name", Scopes = "users:read,channels:read" },
            new("A1", 9, "disabled", "U9") { Reason = "admin" },
            new("service:7", 3, "added", "U1") { Name = "Incoming WebHooks" });

        var apps = (await _bench.CollectAsync("apps", Cancellation)).Rows;

        var app = apps.Single(row => row["app_id"]!.Equals("A1"));
        (app["app_name"], app["scopes"], app["kind"]).ShouldBe(("New name", "users:read,channels:read", "app"));
        (app["is_disabled"], app["disabled_because"]).ShouldBe((true, "admin"));
        (app["installations"], app["installed_by"], app["installed_at"]).ShouldBe((2L, """["U1","U2"]""", (object)Moment(0)));
        (app["last_change"], app["last_change_by"], app["last_changed_at"]).ShouldBe(("disabled", "U9", (object)Moment(9)));
        var service = apps.Single(row => row["app_id"]!.Equals("service:7"));
        (service["kind"], service["is_disabled"], service["disabled_because"]).ShouldBe(("service", false, (object?)null));
    }

    [Fact]
    public async Task The_order_of_the_entries_does_not_matter()
    {
        var entry = Gen.Select(Gen.Int[1, 4], Gen.Int[0, 30], Gen.Int[0, 4], Gen.Int[1, 3], (app, minute, kind, user) => new Entry($"A{app}", minute, Kinds[kind], $"U{user}"));

        await Gen.Select(entry.Array[0, 40], Gen.Int).SampleAsync(
            async (log, seed) =>
            {
                // Two entries of the same second say nothing about which came first, except that an app stays installed.
                var one = log.DistinctBy(change => (change.App, change.Minute)).ToArray();
                Log(one);
                var forwards = await _bench.CollectAsync("apps", Cancellation);
                Log([.. one.OrderBy(change => HashCode.Combine(seed, change.Minute, change.App))]);
                var shuffled = await _bench.CollectAsync("apps", Cancellation);

                shuffled.ByKey("app_id").ShouldBe(forwards.ByKey("app_id"));
            },
            iter: 50,
            threads: 1);
    }

    [Fact]
    public async Task Many_apps_come_in_several_pages_and_from_each_the_stream_goes_on()
    {
        Log([.. Enumerable.Range(0, 2_500).Select(number => new Entry($"A{number:0000}", number, "added", $"U{number}"))]);

        var apps = await _bench.CollectAsync("apps", Cancellation);

        apps.PageSizes.ShouldBe([1_000, 1_000, 500]);
        apps.ByKey("app_id").Count.ShouldBe(2_500);

        for (var page = 0; page < apps.Checkpoints.Count; page++)
        {
            var rest = await _bench.CollectAsync("apps", Cancellation, apps.Checkpoints[page]);
            rest.Rows.Select(row => row["app_id"]).ShouldBe(apps.Rows.Skip(apps.PageSizes.Take(page + 1).Sum()).Select(row => row["app_id"]));
        }
    }

    [Fact]
    public async Task An_app_with_more_accounts_than_memory_is_meant_for_is_read_all_the_same()
    {
        Log([.. Enumerable.Range(0, 70_000).Select(user => new Entry("A1", user, "added", $"U{user}")), .. Enumerable.Range(0, 70_000).Select(user => new Entry("A2", user, "added", $"U{user}"))]);

        var apps = await _bench.CollectAsync("apps", Cancellation);

        apps.Rows.Select(row => (row["app_id"], row["installations"])).ShouldBe([("A1", 70_000L), ("A2", 70_000L)]);
        apps.PageSizes.ShouldBe([1, 1]);
    }

    [Fact]
    public async Task The_sandbox_log_gives_apps_that_are_installed()
    {
        await using var sandbox = await Sandboxes.StartAsync(Cancellation);
        using SlackTestBench bench = new(sandbox.Address);

        var apps = (await bench.RunAsync(Cancellation, isFull: false, "team_integration_logs", "apps"))["apps"];

        apps.End.Outcome.ShouldBe(StreamOutcome.Complete);
        apps.Rows.ShouldNotBeEmpty();
        var log = bench.Inventory.Rows("team_integration_logs");

        foreach (var app in log.GroupBy(entry => entry["app_id"]))
        {
            var isLastRemoval = app.OrderBy(entry => (DateTimeOffset)entry["changed_at"]!).Last()["change"] is "removed";

            if (app.Select(entry => entry["user_id"]).Distinct().Count() == 1)
            {
                apps.Rows.Any(row => row["app_id"]!.Equals(app.Key)).ShouldBe(!isLastRemoval, $"{app.Key}");
            }
        }
    }

    [Fact]
    public async Task Without_the_scope_admin_the_stream_is_skipped()
    {
        await using var sandbox = await Sandboxes.StartAsync(Cancellation, scopes: ["users:read"]);
        using SlackTestBench bench = new(sandbox.Address);

        var apps = await bench.CollectAsync("apps", Cancellation);

        (apps.End.Outcome, apps.End.Code).ShouldBe((StreamOutcome.Skipped, "missing_scope"));
    }

    private static DateTimeOffset Moment(int minute) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute);

    private void Log(params Entry[] entries)
    {
        var description = _bench.DescriptionOf("team_integration_logs");
        _bench.Inventory.Forget("team_integration_logs");
        _bench.Inventory.Put(description, entries.Select((entry, index) => description.Columns.ToDictionary(column => column.Name, object? (column) => column.Name switch
        {
            "log_key" => $"{index:000000}",
            "team_id" => "T1",
            "changed_at" => Moment(entry.Minute),
            "change" => entry.Change,
            "app_id" => entry.App,
            "app_name" => entry.Name,
            "user_id" => entry.User,
            "scopes" => entry.Scopes,
            "reason" => entry.Reason,
            _ => null,
        })));
    }

    private sealed record Entry(string App, int Minute, string Change, string User)
    {
        public string? Name { get; init; }

        public string? Scopes { get; init; }

        public string? Reason { get; init; }
    }
}
