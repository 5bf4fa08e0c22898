using Host.Sample.Database;
using Host.Sample.Insights;
using Host.Sample.Runs;
using Host.Sample.Runs.Guard;
using Host.Sample.Tests.Runs;
using Host.Sample.Tests.Web;

namespace Host.Sample.Tests.Insights;

/// <summary>What a held run has and lacks, before anybody has decided.</summary>
public sealed class HeldComparisonTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Figures_of_both_runs_stand_side_by_side_with_what_tripped()
    {
        await using var host = await LedgerHost.StartAsync();
        var held = await host.HoldAsync(before: 40, after: 10);

        var comparison = await host.Host.Get<HeldComparisons>().GetAsync(held.Id, Token);

        (comparison.RunId, comparison.PublishedRunId, comparison.Connector).ShouldBe((held.Id, 1, LedgerHost.Connector));
        comparison.Figures.Select(figure => (figure.Name, figure.Published, figure.Held, figure.Difference, figure.Percent)).ShouldBe(
        [
            ("Accounts", 40, 10, -30, -75m),
            ("Accounts that are not deactivated", 40, 10, -30, -75m),
            ("Seats that are charged for", 40, 10, -30, -75m),
            ("people", 40, 10, -30, -75m),
            ("seats", 40, 10, -30, -75m),
            ("visits", 0, 0, 0, null),
        ]);
        comparison.Figures.Select(figure => figure.Findings.Count).ShouldBe([0, 1, 1, 1, 1, 0]);
        comparison.Figures.SelectMany(figure => figure.Findings).Select(finding => finding.Kind).ShouldBe([GuardFindingKind.People, GuardFindingKind.BilledSeats, GuardFindingKind.Rows, GuardFindingKind.Rows]);
        comparison.Streams.Select(stream => (stream.StreamId, stream.Added, stream.Changed, stream.Removed)).ShouldBe([("people", 0, 0, 30), ("seats", 0, 0, 30), ("visits", 0, 0, 0)]);
    }

    [Fact]
    public async Task Every_page_of_what_vanished_together_is_all_of_it_once()
    {
        await using var host = await LedgerHost.StartAsync();
        var held = await host.HoldAsync(before: 100, after: 33);
        List<string> keys = [];

        for (var skip = 0; skip < 100; skip += 20)
        {
            var page = await host.Host.Get<HeldComparisons>().VanishedAsync(held.Id, LedgerConnector.People, skip, 20, Token);
            page.Total.ShouldBe(67);
            keys.AddRange(page.Rows.Select(row => row.Key));
        }

        keys.ShouldBe(Enumerable.Range(33, 67).Select(number => $"p{number:00000}"));
    }

    [Fact]
    public async Task A_row_that_changed_or_that_came_has_not_vanished()
    {
        await using var host = await LedgerHost.StartAsync();
        await host.RunAsync(40);
        host.Ledger.Write(LedgerConnector.Seats, [["p00001", "false"], ["p00777", "true"]]);
        host.Ledger.Write(LedgerConnector.People, [["p00001", "Another name", "member", null, "active", null, null, null, null], ["p00777", "New", "member", null, "active", null, null, null, null]]);
        var held = await host.Host.RunAsync(LedgerHost.Connector, Token);
        held.State.ShouldBe(RunState.Held);

        var vanished = await host.Host.Get<HeldComparisons>().VanishedAsync(held.Id, LedgerConnector.People, 0, 100, Token);

        vanished.Total.ShouldBe(39);
        vanished.Rows.ShouldNotContain(row => row.Key == "p00001" || row.Key == "p00777");
        vanished.Rows.ShouldContain(row => row.Key == "p00002" && row.Name == "Person 2" && row.AccountId == "p00002");
        var seats = await host.Host.Get<HeldComparisons>().VanishedAsync(held.Id, LedgerConnector.Seats, 0, 100, Token);
        seats.Rows.ShouldContain(row => row.Key == "p00002" && row.Name == "Person 2" && row.AccountId == null);
        (await host.Host.Get<HeldComparisons>().GetAsync(held.Id, Token)).Streams.Select(stream => (stream.Added, stream.Changed, stream.Removed)).ShouldBe([(1, 1, 39), (1, 1, 39), (0, 0, 0)]);
    }

    [Fact]
    public async Task A_run_that_is_not_held_has_nothing_to_compare_and_who_decided_is_told()
    {
        await using var host = await LedgerHost.StartAsync();
        var held = await host.HoldAsync();
        var comparisons = host.Host.Get<HeldComparisons>();
        (await Should.ThrowAsync<HostException>(comparisons.GetAsync(99, Token))).Problem.ShouldBe(HostProblem.NotFound);
        (await Should.ThrowAsync<HostException>(comparisons.GetAsync(1, Token))).Problem.ShouldBe(HostProblem.Conflict);
        (await Should.ThrowAsync<HostException>(comparisons.VanishedAsync(held.Id, "pears", 0, 9, Token))).Problem.ShouldBe(HostProblem.NotFound);
        await host.Host.Get<RunDecisions>().AcceptAsync(held.Id, "It is real.", Token);

        var decided = await Should.ThrowAsync<HostException>(comparisons.VanishedAsync(held.Id, LedgerConnector.People, 0, 9, Token));

        decided.Problem.ShouldBe(HostProblem.Conflict);
        decided.Message.ShouldContain("It is real.");
    }

    [Fact]
    public async Task Nobody_reads_on_for_somebody_who_has_left()
    {
        await using var host = await LedgerHost.StartAsync();
        var held = await host.HoldAsync();
        using CancellationTokenSource gone = new();
        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(host.Host.Get<HeldComparisons>().VanishedAsync(held.Id, LedgerConnector.People, 0, 9, gone.Token));
    }
}
