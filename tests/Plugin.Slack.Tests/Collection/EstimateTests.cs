using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Collection;

public sealed class EstimateTests : IDisposable
{
    private readonly SlackTestBench _bench = new(new("https://slack.com/"));

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("users", "users.list", 10_000, 11, 20)]
    [InlineData("team_billable_info", "team.billableInfo", 10_000, 10, 20)]
    [InlineData("team_access_logs", "team.accessLogs", 30_000, 31, 20)]
    [InlineData("team_integration_logs", "team.integrationLogs", 1, 1, 20)]
    [InlineData("conversations", "conversations.list", 2_000, 4, 20)]
    [InlineData("files", "files.list", 401, 3, 50)]
    [InlineData("direct_conversations", "conversations.list", 3, 2, 20)]
    public void A_list_takes_the_calls_that_its_pages_need(string stream, string method, long rows, long calls, double rate)
    {
        var estimate = Estimate(new StreamHistory(stream, rows, rows, null, HasMark: false)).Single();

        (estimate.StreamId, estimate.Method, estimate.Calls, estimate.CallsPerMinute).ShouldBe((stream, method, calls, rate));
        estimate.Basis.ShouldContain("a page");
    }

    [Fact]
    public void Pages_that_came_short_the_last_time_are_expected_to_come_short_again() =>
        Estimate(new StreamHistory("conversations", 5_000, 5_000, 100, HasMark: false)).Single().Calls.ShouldBe(101, "50 a page, and each kind of channels has a page at least");

    [Fact]
    public void A_log_that_goes_on_from_a_mark_takes_about_what_it_took() =>
        Estimate(new StreamHistory("team_access_logs", 300_000, 4_000, 5, HasMark: true)).Single().Calls.ShouldBe(5);

    [Fact]
    public void A_list_that_was_never_read_is_not_estimated() =>
        Estimate(new StreamHistory("users", 0, null, null, HasMark: false)).ShouldBeEmpty();

    [Theory]
    [InlineData(false, 2_000 + 50)]
    [InlineData(true, 143 + 40 + 3)]
    public void Members_of_channels_take_a_call_a_channel_the_first_time_and_a_share_later(bool hasMark, long calls)
    {
        var estimates = Estimate(new("conversations", 2_000, 2_000, 4, HasMark: false), new("conversations_members", 50_000, 50_000, 2_050, hasMark));

        var members = estimates.Single(estimate => estimate.Method == "conversations.members");
        (members.Calls, members.CallsPerMinute).ShouldBe((calls, 100d));
    }

    [Fact]
    public void Profiles_take_no_more_than_the_setting_allows()
    {
        var estimates = Estimate(new("users", 10_000, 10_000, 11, HasMark: false), new("users_profile", 0, null, null, HasMark: false));

        estimates.Single(estimate => estimate.Method == "users.profile.get").Calls.ShouldBe(1_000);
    }

    [Theory]
    [InlineData(100, null, 100)]
    [InlineData(4_000, null, 500)]
    [InlineData(4_000, 120L, 120)]
    public void Histories_take_a_call_a_channel_and_no_more_than_the_setting_allows(long channels, long? lastCalls, long calls) =>
        Estimate(new("conversations", channels, channels, 4, HasMark: false), new("conversations_history", 0, lastCalls, lastCalls, HasMark: lastCalls is not null))
            .Single(estimate => estimate.Method == "conversations.history").Calls.ShouldBe(calls);

    [Fact]
    public void Without_pace_no_method_has_a_rate() =>
        _bench.Connector.Estimate(new([new("pace", "unpaced")], []), [new("users", 10, 10, 1, HasMark: false)]).ShouldAllBe(estimate => estimate.CallsPerMinute == null);

    [Fact]
    public void Nothing_known_and_nothing_right_throws_nothing()
    {
        SettingValues odd = new([new("api_address", "://"), new("profile_calls", "many"), new("full_check_runs", "-1")], []);
        StreamHistory[] history = [.. _bench.Connector.Describe().Streams.SelectMany(stream => new StreamHistory[]
        {
            new(stream.Id, 0, null, null, HasMark: false),
            new(stream.Id, 0, 0, 0, HasMark: true),
            new(stream.Id, long.MaxValue / 2, long.MaxValue / 2, 1, HasMark: false),
            new("no_such_stream", 1, 1, 1, HasMark: true),
        })];

        foreach (var one in history)
        {
            _bench.Connector.Estimate(odd, [one]).ShouldAllBe(estimate => estimate.Calls >= 0 && estimate.Basis.Length > 0);
        }

        _bench.Connector.Estimate(odd, history).ShouldAllBe(estimate => estimate.Calls >= 0);
    }

    [Fact]
    public async Task What_was_estimated_is_what_a_second_run_takes()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var sandbox = await Sandboxes.StartAsync(cancellationToken, options => options with { Users = 1_200, Channels = 200 });
        using SlackTestBench bench = new(sandbox.Address);
        string[] streams = ["users", "team_billable_info", "team_integration_logs", "conversations", "conversations_members", "usergroups"];
        var first = await bench.RunAsync(cancellationToken, isFull: false, streams);
        var history = streams.Select(stream => new StreamHistory(stream, bench.Inventory.Rows(stream).Count, first[stream].Evidence.Sum(page => page.Received), first[stream].Calls, bench.Inventory.MarkOf(stream) is not null)).ToList();
        var estimates = bench.Connector.Estimate(bench.Context.Settings, history);

        var second = await bench.RunAsync(cancellationToken, isFull: false, streams);

        foreach (var stream in streams.Except(["conversations_members"]))
        {
            estimates.Where(estimate => estimate.StreamId == stream).Sum(estimate => estimate.Calls).ShouldBeInRange(second[stream].Calls, second[stream].Calls + 1, stream);
        }

        var members = estimates.Single(estimate => estimate.StreamId == "conversations_members").Calls;
        members.ShouldBeInRange(second["conversations_members"].Calls / 2, second["conversations_members"].Calls * 2);
    }

    private IReadOnlyList<CallEstimate> Estimate(params StreamHistory[] history) => _bench.Connector.Estimate(SettingValues.Empty, history);
}
