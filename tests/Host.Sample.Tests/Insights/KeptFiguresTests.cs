using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Insights;
using Host.Sample.Licences;
using Host.Sample.Privacy;
using Host.Sample.Runs;
using Host.Sample.Runs.Retention;
using Host.Sample.Tests.Licences;
using Host.Sample.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Plugin.Abstractions;

namespace Host.Sample.Tests.Insights;

/// <summary>Figures that take long are worked out once and kept, and what they follow from never changes behind their back.</summary>
public sealed class KeptFiguresTests : IDisposable
{
    private const string Connector = "Seats";

    private readonly SeatsConnector _seats = new(SeatsHost.ByUse with { UnchargedAfter = null });
    private readonly CountedFigures _counted = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _counted.Dispose();

    [Fact]
    public async Task The_first_look_does_not_wait_and_the_figures_appear()
    {
        await using var host = await StartAsync();
        await RunAsync(host);
        var dashboards = host.Get<Dashboards>();

        var first = await dashboards.LookAsync(Connector, default, Token);
        var whole = await dashboards.WholeAsync(Connector, default, Token);
        var later = await dashboards.LookAsync(Connector, default, Token);

        first.RunId.ShouldBe(whole.RunId);
        later.IsBeingWorkedOut.ShouldBeFalse();
        later.Licences.ShouldNotBeNull().Accounts.ShouldBe(3);
        later.Stamp.ShouldBe(await dashboards.StampAsync(Connector, default, Token));
        later.Stamp.ShouldBe(first.Stamp, "nothing that the figures follow from has changed meanwhile");
    }

    [Fact]
    public async Task However_many_look_at_once_each_is_worked_out_once()
    {
        await using var host = await StartAsync();
        await RunAsync(host);

        var looks = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => host.Get<Dashboards>().WholeAsync(Connector, default, Token), Token)));

        looks.ShouldAllBe(look => look.Licences!.Accounts == 3 && look.Inventory!.Accounts!.Total == 3);
        _counted.Times.ShouldBe(2, "rows and positions, once each");
    }

    [Fact]
    public async Task Another_process_finds_them()
    {
        await using var host = await StartAsync();
        await RunAsync(host);
        await host.Get<Dashboards>().WholeAsync(Connector, default, Token);

        await using var another = host.Another(new OrchardOpener(_seats));
        var look = await another.Get<Dashboards>().LookAsync(Connector, default, Token);

        look.IsBeingWorkedOut.ShouldBeFalse();
        _counted.Times.ShouldBe(2);
    }

    [Fact]
    public async Task What_a_dead_process_left_half_done_is_done_by_the_next_one()
    {
        await using var host = await StartAsync();
        var run = await RunAsync(host);
        await host.Get<Dashboards>().WholeAsync(Connector, default, Token);
        await host.SqlAsync<object>($"UPDATE RunFigures SET Json = '?left' WHERE RunId = {run} RETURNING RunId", Token);

        await using var another = host.Another(new OrchardOpener(_seats));

        (await another.Get<Dashboards>().WholeAsync(Connector, default, Token)).Licences!.Accounts.ShouldBe(3);
        (await host.SqlAsync<long>("SELECT count(*) FROM RunFigures WHERE Json LIKE '?%'", Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_is_named_in_what_is_kept()
    {
        _seats.Add("unmistakable", isBilled: true);
        await using var host = await StartAsync();
        await RunAsync(host);
        await host.Get<SeatExclusions>().AddAsync(Connector, SeatExclusionKind.Account, "unmistakable", "Quxley is on leave.", null, Token);
        await host.Get<Dashboards>().WholeAsync(Connector, default, Token);

        var kept = await host.SqlAsync<string>("SELECT group_concat(Json || Basis, ' ') FROM RunFigures", Token);

        kept.ShouldNotContain("Name of");
        kept.ShouldNotContain("seats.example");
        kept.ShouldNotContain("Quxley");
        kept.ShouldNotContain("unmistakable");
    }

    [Fact]
    public async Task Other_terms_other_figures_and_the_old_ones_again_with_the_old_terms()
    {
        await using var host = await StartAsync();
        await RunAsync(host);
        await TermsAsync(host, new() { Price = 10, Currency = "EUR", Renewal = new(2026, 3, 15) });
        var euros = await AmountsAsync(host);

        await TermsAsync(host, new() { Price = 20, Currency = "USD", Renewal = new(2026, 3, 15) });
        var dollars = await AmountsAsync(host);
        await TermsAsync(host, new() { Price = 10, Currency = "EUR", Renewal = new(2026, 3, 15) });

        euros.ShouldContain(amount => amount.Amount > 0 && amount.Currency == "EUR");
        dollars.ShouldAllBe(amount => amount.Currency == "USD");
        (await AmountsAsync(host)).ShouldBe(euros);
    }

    [Fact]
    public async Task An_exclusion_counts_from_the_moment_it_is_made_until_it_expires()
    {
        await using var host = await StartAsync();
        await RunAsync(host);
        (await ExcludedAsync(host)).ShouldBe(0);
        var today = DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime);

        await host.Get<SeatExclusions>().AddAsync(Connector, SeatExclusionKind.Account, "idle", "On leave.", today.AddDays(2), Token);
        (await ExcludedAsync(host)).ShouldBe(1);
        host.Clock.Advance(TimeSpan.FromDays(4));

        (await ExcludedAsync(host)).ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_erased_is_counted_no_longer()
    {
        await using var host = await StartAsync();
        await RunAsync(host);
        (await host.Get<Dashboards>().WholeAsync(Connector, default, Token)).Licences!.Accounts.ShouldBe(3);

        await host.Get<AccountErasure>().EraseAsync(Connector, "idle", "request 17", Token);

        var look = await host.Get<Dashboards>().LookAsync(Connector, default, Token);
        look.Licences.ShouldBeNull("what was kept is gone with the rows");
        var whole = await host.Get<Dashboards>().WholeAsync(Connector, default, Token);
        whole.Licences!.Accounts.ShouldBe(2);
        whole.Inventory!.Accounts!.Total.ShouldBe(2);
    }

    [Fact]
    public async Task An_erasure_in_the_middle_of_the_counting_makes_it_begin_anew()
    {
        EraseInBetween between = new(new OrchardOpener(_seats));
        await using var host = await StartAsync(services => services.AddSingleton<IConnectorDescriber>(between));
        await RunAsync(host);
        between.Host = host;

        var whole = await host.Get<Dashboards>().WholeAsync(Connector, default, Token);

        between.HasErased.ShouldBeTrue();
        whole.Licences!.Accounts.ShouldBe(2);
        (await host.Get<Dashboards>().LookAsync(Connector, default, Token)).Licences!.Accounts.ShouldBe(2);
    }

    [Fact]
    public async Task After_going_back_to_an_earlier_run_its_own_figures_are_shown()
    {
        await using var host = await StartAsync();
        var first = await RunAsync(host);
        await host.Get<Dashboards>().WholeAsync(Connector, default, Token);
        _seats.Add("new", isBilled: true, signIns: host.Clock.GetUtcNow());
        var second = await RunAsync(host);
        (await host.Get<Dashboards>().WholeAsync(Connector, default, Token)).Licences!.Accounts.ShouldBe(4);

        await host.Get<RunDecisions>().RollBackAsync(first, "It was wrong.", Token);

        var look = await host.Get<Dashboards>().WholeAsync(Connector, default, Token);
        look.RunId.ShouldBe(first);
        look.Licences!.Accounts.ShouldBe(3);
        (await Should.ThrowAsync<HostException>(() => host.Get<Dashboards>().LookAsync(Connector, second, Token))).Problem.ShouldBe(HostProblem.Conflict);
    }

    [Fact]
    public async Task Pruning_forgets_what_was_kept_and_is_not_kept_from_it()
    {
        await using var host = await StartAsync();
        var first = await RunAsync(host);
        await host.Get<Dashboards>().WholeAsync(Connector, default, Token);
        _seats.Bill("active", isBilled: false);
        var second = await RunAsync(host);
        await host.Get<Dashboards>().WholeAsync(Connector, default, Token);

        await host.Get<RunRetention>().SetAsync(Connector, new() { Runs = 1 }, Token);
        var done = await host.Get<RunRetention>().PruneAsync(Connector, Token);

        done.Pruned.ShouldBe([first]);
        (await host.SqlAsync<long>("SELECT count(*) FROM RunFigures", Token)).ShouldBe(0);
        (await Should.ThrowAsync<HostException>(() => host.Get<Dashboards>().LookAsync(Connector, first, Token))).Problem.ShouldBe(HostProblem.Conflict);
        (await host.Get<Dashboards>().WholeAsync(Connector, second, Token)).Licences!.Accounts.ShouldBe(3);
    }

    [Fact]
    public async Task Runs_that_are_deleted_take_their_figures_along()
    {
        await using var host = await StartAsync();
        await RunAsync(host);
        await host.Get<Dashboards>().WholeAsync(Connector, default, Token);

        await using (var database = await host.DatabaseAsync(Token))
        {
            await database.Runs.ExecuteDeleteAsync(Token);
        }

        (await host.SqlAsync<long>("SELECT count(*) FROM RunFigures", Token)).ShouldBe(0);
    }

    [Fact]
    [Trait("Store", "Sqlite")]
    public async Task A_store_that_takes_no_writing_shows_figures_all_the_same()
    {
        await using var host = await StartAsync();
        await RunAsync(host);
        await host.SqlAsync<object>("CREATE TRIGGER full BEFORE INSERT ON RunFigures BEGIN SELECT raise(ABORT, 'no'); END; SELECT 1", Token);

        var look = await host.Get<Dashboards>().WholeAsync(Connector, default, Token);

        look.LicencesProblem.ShouldBeNull();
        look.Licences.ShouldNotBeNull().Accounts.ShouldBe(3);
        (await host.SqlAsync<long>("SELECT count(*) FROM RunFigures", Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Ages_are_told_by_one_rule_wherever_they_are_told()
    {
        await using var host = await StartAsync();
        await RunAsync(host);

        var ages = (await host.Get<Dashboards>().WholeAsync(Connector, default, Token)).Licences!.Ages;
        var summary = (await host.Get<InsightService>().SummaryAsync(Connector, default, Token)).Activity.ShouldNotBeNull();

        foreach (var age in Enum.GetValues<UseAge>())
        {
            (await host.Get<PositionService>().PageAsync(Connector, new() { Ages = [age] }, Token)).Total.ShouldBe(ages[age], $"{age}");
        }

        new[] { summary.Today, summary.Within7Days, summary.Within30Days, summary.Within90Days, summary.Older, summary.NoEvidence }.ShouldBe(Enum.GetValues<UseAge>().Select(age => ages[age]));
    }

    [Fact]
    public async Task Each_figure_is_the_number_of_rows_behind_it()
    {
        await using var host = await StartAsync();
        await RunAsync(host);
        var counts = (await host.Get<Dashboards>().WholeAsync(Connector, default, Token)).Licences!;
        var report = await host.Get<ReclaimService>().ReportAsync(Connector, new() { Take = 0 }, Token);

        foreach (var seat in counts.Seats)
        {
            (await host.Get<PositionService>().PageAsync(Connector, new() { Billed = [seat.Billed], Statuses = [seat.Status] }, Token)).Total.ShouldBe(seat.Count);
        }

        counts.Reclaim.ShouldBe(report.Totals);
        counts.Remarks.ShouldBe(report.Remarks.Skip(report.Totals.Sum(total => total.Seats) == 0 ? 1 : 0));
    }

    private async Task<TestHost> StartAsync(Action<IServiceCollection>? configure = null)
    {
        var host = await TestHost.StartAsync(
            new OrchardOpener(_seats),
            options => options,
            services =>
            {
                services.AddLogging(logging => logging.AddProvider(_counted));
                configure?.Invoke(services);
            },
            Token);
        await host.AddConnectorAsync(Connector, null, Token);
        var now = host.Clock.GetUtcNow();
        _seats.Add("active", isBilled: true, signIns: now.AddDays(-1));
        _seats.Add("idle", isBilled: true, signIns: now.AddDays(-200));
        _seats.Add("old-hand", isBilled: false, signIns: now.AddDays(-400));

        return host;
    }

    private static async Task<long> RunAsync(TestHost host)
    {
        var run = await host.RunAsync(Connector, Token);
        run.State.ShouldBe(RunState.Published);

        return run.Id;
    }

    private static Task<SeatTermsView> TermsAsync(TestHost host, SeatTerms terms) => host.Get<SeatTermsService>().SetAsync(Connector, terms, Token);

    private static async Task<IReadOnlyList<ReclaimTotal>> AmountsAsync(TestHost host) => (await host.Get<Dashboards>().WholeAsync(Connector, default, Token)).Licences!.Reclaim;

    private static async Task<long> ExcludedAsync(TestHost host) => (await host.Get<Dashboards>().WholeAsync(Connector, default, Token)).Licences!.NotCandidates[NotCandidateReason.Excluded];

    /// <summary>Erases somebody as soon as positions are being counted: the description is asked for at the begin of that.</summary>
    private sealed class EraseInBetween(IConnectorDescriber inner) : IConnectorDescriber
    {
        public TestHost? Host { get; set; }

        public bool HasErased { get; private set; }

        public async Task<ConnectorDescription> DescribeAsync(string pluginId, CancellationToken cancellationToken)
        {
            if (Host is { } host && !HasErased && await host.SqlAsync<long>("SELECT count(*) FROM RunFigures WHERE Kind = 'licences' AND Json LIKE '?%'", cancellationToken) > 0)
            {
                HasErased = true;
                await host.Get<AccountErasure>().EraseAsync(Connector, "idle", "request 17", cancellationToken);
            }

            return await inner.DescribeAsync(pluginId, cancellationToken);
        }
    }
}
