using Host.Sample.Inventory;
using Host.Sample.Runs.Retention;
using Host.Sample.Runs.Trend;
using Host.Sample.Tests.Insights;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Tests.Runs;

public sealed class SeatTrendTests
{
    private const string Connector = "Home";

    private readonly LedgerConnector _ledger = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_published_run_is_a_point_and_what_it_did_not_have_whole_is_unknown()
    {
        await using var host = await ChangeFeedTests.StartAsync(_ledger);
        await RunAsync(host, people: 3, deactivated: 1, billed: 2, notBilled: 1);
        await RunAsync(host, people: 4, deactivated: 0, billed: 0, notBilled: 0);
        await RunAsync(host, people: 2, deactivated: 0, billed: 1, notBilled: 1, broken: LedgerConnector.People);

        var points = await host.Get<SeatTrend>().ReadAsync(Connector, default, default, Token);

        points.Select(point => (point.RunId, point.Accounts, point.ActiveAccounts, point.SeatsBilled, point.SeatsNotBilled, point.SeatsUnknown)).ShouldBe(
            [(1, 3L, 2L, 2L, 1L, 0L), (2, 4L, 4L, 0L, 0L, 0L), (3, null, null, 1L, 1L, 0L)]);
        points[2].Remarks.ShouldBe(["The stream people was partial in run 3."]);
        points[1].At.ShouldBe(host.Clock.GetUtcNow() - TimeSpan.FromDays(2));
    }

    [Fact]
    public async Task It_is_asked_for_between_runs_or_moments()
    {
        await using var host = await ChangeFeedTests.StartAsync(_ledger);

        for (var day = 0; day < 4; day++)
        {
            await RunAsync(host, 1, 0, 1, 0);
        }

        var trend = host.Get<SeatTrend>();

        (await trend.ReadAsync(Connector, 2, 3, Token)).Select(point => point.RunId).ShouldBe([2, 3]);
        (await trend.ReadAsync(Connector, AsOf.Parse("2026-03-02", null), AsOf.Parse("2026-03-03", null), Token)).Select(point => point.RunId).ShouldBe([2, 3]);
        (await trend.ReadAsync(Connector, AsOf.Parse("2025-01-01", null), default, Token)).Count.ShouldBe(4);
        (await trend.ReadAsync(Connector, default, AsOf.Parse("2025-01-01", null), Token)).ShouldBeEmpty();
        (await Should.ThrowAsync<HostException>(() => trend.ReadAsync(Connector, 3, 2, Token))).Problem.ShouldBe(HostProblem.Usage);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Points_stay_when_the_rows_of_their_run_go_also_of_runs_that_wrote_no_figures_down(bool wroteFigures)
    {
        await using var host = await ChangeFeedTests.StartAsync(_ledger);
        await RunAsync(host, 3, 1, 2, 1);
        await RunAsync(host, 2, 0, 1, 1);
        await RunAsync(host, 1, 0, 1, 0);

        if (!wroteFigures)
        {
            await using var database = await host.DatabaseAsync(Token);
            await database.Runs.ExecuteUpdateAsync(set => set.SetProperty(run => run.FiguresJson, (string?)null), Token);
        }

        var before = await host.Get<SeatTrend>().ReadAsync(Connector, default, default, Token);
        await host.Get<RunRetention>().SetAsync(Connector, new() { Runs = 1 }, Token);
        await host.Get<RunRetention>().PruneAsync(Connector, Token);

        var after = await host.Get<SeatTrend>().ReadAsync(Connector, default, default, Token);

        before[0].Accounts.ShouldBe(3);
        after.Select(point => (point.Accounts, point.ActiveAccounts, point.SeatsBilled, point.SeatsNotBilled)).ShouldBe(
            before.Select(point => (point.Accounts, point.ActiveAccounts, point.SeatsBilled, point.SeatsNotBilled)));
        after.Select(point => point.IsPruned).ShouldBe([true, true, false]);
    }

    [Fact]
    public async Task The_orchard_has_a_trend_too()
    {
        await using var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync(Connector, new Dictionary<string, string> { ["rows"] = "400" }, Token);
        await host.RunAsync(Connector, Token);

        (await host.Get<SeatTrend>().ReadAsync(Connector, default, default, Token)).Single().ShouldSatisfyAllConditions(
            point => point.Accounts.ShouldNotBeNull().ShouldBeGreaterThan(point.ActiveAccounts.ShouldNotBeNull()),
            point => point.SeatsBilled.ShouldNotBeNull().ShouldBeGreaterThan(0));
    }

    private async Task RunAsync(TestHost host, int people, int deactivated, int billed, int notBilled, string? broken = null)
    {
        _ledger.Write(LedgerConnector.People, Enumerable.Range(0, people).Select(string?[] (number) => [$"p{number}", "Ann", "member", null, number < deactivated ? "deactivated" : "active", "1", "1", null, null]));
        _ledger.Write(LedgerConnector.Seats, Enumerable.Range(0, billed + notBilled).Select(string?[] (number) => [$"p{number}", number < billed ? "true" : "false"]));
        _ledger.Broken.Clear();
        _ledger.Broken.UnionWith(broken is null ? [] : [broken]);
        await host.RunAsync(Connector, Token);
        host.Clock.Advance(TimeSpan.FromDays(1));
    }
}
