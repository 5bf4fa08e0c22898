using Plugin.Abstractions.Collection;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Collection.Streams;

public sealed class TeamAccessLogsStreamTests : IAsyncLifetime
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
    public async Task The_next_run_reads_back_to_a_day_before_the_last_and_no_further()
    {
        _slack
            .On("team.accessLogs", Page("a", Login("U1", 1_790_000_000), Login("U2", 1_789_900_000)))
            .On("team.accessLogs", Page("b", Login("U3", 1_789_800_000), Login("U4", 1_700_000_000)))
            .On("team.accessLogs", Page("c", Login("U5", 1_600_000_000)));

        var logs = await _bench.CollectAsync("team_access_logs", CancellationToken, mark: Mark(1_789_950_000));

        logs.End.Outcome.ShouldBe(StreamOutcome.Complete);
        logs.Rows.Select(row => row["user_id"]).ShouldBe(["U1", "U2", "U3", "U4"]);
        logs.End.HighWaterMark.ShouldBe(Mark(1_790_000_000));
    }

    [Fact]
    public async Task A_log_that_is_not_sorted_is_read_to_its_end()
    {
        _slack
            .On("team.accessLogs", Page("a", Login("U1", 1_600_000_000), Login("U2", 1_789_900_000)))
            .On("team.accessLogs", Page("b", Login("U3", 1_500_000_000)))
            .On("team.accessLogs", Page("", Login("U4", 1_790_000_000)));

        var logs = await _bench.CollectAsync("team_access_logs", CancellationToken, mark: Mark(1_789_950_000));

        logs.Rows.Count.ShouldBe(4);
        logs.Notes.ShouldBe(["unsorted_log"]);
        logs.End.HighWaterMark.ShouldBe(Mark(1_790_000_000));
    }

    [Fact]
    public async Task A_moment_in_the_future_does_not_become_the_mark()
    {
        _slack.On("team.accessLogs", Page("", Login("U1", 4_000_000_000), Login("U2", 1_789_900_000)));

        var logs = await _bench.CollectAsync("team_access_logs", CancellationToken);

        logs.Rows.Count.ShouldBe(2);
        logs.End.HighWaterMark.ShouldBe(Mark(1_789_900_000));
    }

    [Fact]
    public async Task An_empty_log_keeps_the_mark()
    {
        _slack.On("team.accessLogs", Page(""));

        var logs = await _bench.CollectAsync("team_access_logs", CancellationToken, mark: Mark(1_789_900_000));

        logs.End.HighWaterMark.ShouldBe(Mark(1_789_900_000));
    }

    [Fact]
    public async Task The_same_combination_twice_on_a_page_is_one_row_and_counted()
    {
        _slack.On("team.accessLogs", Page("", Login("U1", 1_789_900_000), Login("U1", 1_789_800_000)));

        var logs = await _bench.CollectAsync("team_access_logs", CancellationToken);

        logs.Rows.Single()["last_at"].ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_789_900_000));
        logs.Omitted.ShouldBe(new Dictionary<string, int> { ["repeated_record"] = 1 });
    }

    private static Checkpoint Mark(long newest) => new Slack.Collection.StreamPosition { Newest = newest }.ToCheckpoint();

    private static string Login(string user, long last) =>
        $$"""{"user_id":"{{user}}","username":"x","date_first":1500000000,"date_last":{{last}},"count":3,"ip":"127.0.0.1","user_agent":"Web","isp":null,"country":"GB","region":null}""";

    private static string Page(string cursor, params string[] logins) =>
        $$$"""{"ok":true,"logins":[{{{string.Join(',', logins)}}}],"response_metadata":{"next_cursor":"{{{cursor}}}"}}""";
}
