using Host.Sample.Database;
using Host.Sample.Runs;

namespace Host.Sample.Tests.Runs;

public sealed class StreamForecastTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_stream_that_was_read_before_is_done_when_it_has_as_many_rows_at_its_pace()
    {
        var forecast = StreamForecast.Of(Running(rows: 250, seconds: 10), lastRows: 1000);

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
        var forecast = StreamForecast.Of(Running(rows, seconds) with { State = state }, lastRows);

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
        var next = await host.Runs.QueueAsync("Home", "test", Token);

        var rows = await forecasts.LastRowsAsync(next, Token);

        rows["growers"].ShouldBe(120);
        rows.ShouldNotContainKey("harvests");
        next.Resumes = 1;
        (await forecasts.LastRowsAsync(next, Token)).ShouldBeEmpty();
    }

    private static StreamSnapshot Running(long rows, int seconds) =>
        new() { StreamId = "growers", Name = "Growers", State = StreamState.Running, Rows = rows, Elapsed = TimeSpan.FromSeconds(seconds) };
}
