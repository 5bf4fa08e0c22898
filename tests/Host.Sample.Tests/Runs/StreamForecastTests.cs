using Host.Sample.Database;
using Host.Sample.Runs;

namespace Host.Sample.Tests.Runs;

public sealed class StreamForecastTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_stream_that_was_read_before_is_done_when_it_has_as_many_rows_at_its_pace()
    {
        var forecast = StreamForecast.Of(Running(rows: 250, seconds: 10), lastRows: 1000, RunBudget.None, []);

        forecast.Left.ShouldBe(TimeSpan.FromSeconds(30));
        forecast.Basis.ShouldContain("last time");
    }

    [Theory]
    [InlineData(StreamState.Running, 250, 10, null)]
    [InlineData(StreamState.Running, 0, 10, 1000L)]
    [InlineData(StreamState.Running, 250, 1, 1000L)]
    [InlineData(StreamState.Running, 1000, 10, 1000L)]
    [InlineData(StreamState.Pending, 0, 0, 1000L)]
    public void What_nobody_knows_is_unknown_and_says_why(StreamState state, long rows, int seconds, long? lastRows)
    {
        var forecast = StreamForecast.Of(Running(rows, seconds) with { State = state }, lastRows, RunBudget.None, []);

        forecast.Left.ShouldBeNull();
        forecast.Basis.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Earlier_runs_tell_of_snapshots_and_not_of_logs_which_go_on_from_where_they_ended()
    {
        await using var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync("Home", new Dictionary<string, string> { ["rows"] = "120" }, Token);
        var first = await host.RunAsync("Home", Token);
        var forecasts = host.Get<RunForecasts>();
        (await forecasts.LastRowsAsync(first, Token)).ShouldBeEmpty();
        var next = await host.Runs.QueueAsync("Home", "test", isFull: false, Token);

        var rows = await forecasts.LastRowsAsync(next, Token);

        rows["growers"].ShouldBe(120);
        rows.ShouldNotContainKey("harvests");
        next.Resumes = 1;
        (await forecasts.LastRowsAsync(next, Token)).ShouldBeEmpty();
    }

    [Fact]
    public void Streams_that_share_a_method_share_its_rate()
    {
        RunBudget budget = new([new("growers", "list", 30, 20, "30 pages"), new("trees", "list", 10, 20, "10 pages"), new("tools", "log", 100, 100, "100 pages")]);
        var growers = Running(rows: 500, seconds: 10) with { Calls = 10 };
        var trees = Running(rows: 0, seconds: 0) with { StreamId = "trees", State = StreamState.Pending };

        var forecast = StreamForecast.Of(growers, lastRows: null, budget, [growers, trees]);

        forecast.Left.ShouldBe(TimeSpan.FromMinutes(30 / 20.0));
        forecast.Basis.ShouldContain("30 more calls of list");
    }

    [Fact]
    public void What_is_seen_to_be_slower_than_the_rate_counts()
    {
        RunBudget budget = new([new("growers", "list", 20, 60, "20 pages")]);
        var growers = Running(rows: 100, seconds: 100) with { Calls = 10 };

        StreamForecast.Of(growers, lastRows: 200, budget, [growers]).Left.ShouldBe(TimeSpan.FromSeconds(100));
    }

    private static StreamSnapshot Running(long rows, int seconds) =>
        new() { StreamId = "growers", Name = "Growers", State = StreamState.Running, Rows = rows, Elapsed = TimeSpan.FromSeconds(seconds) };
}
