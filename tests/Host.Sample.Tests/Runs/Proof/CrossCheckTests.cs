using System.Globalization;
using Host.Sample.Database;
using Host.Sample.Runs;
using Host.Sample.Runs.Proof;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Tests.Runs.Proof;

/// <summary>Streams held against each other: what agrees, what differs, what could not be looked at, and what of it weighs.</summary>
public sealed class CrossCheckTests
{
    private readonly LedgerConnector _ledger = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Streams_that_fit_agree_and_the_verdict_is_complete()
    {
        Write(people: 100, seats: 100, told: 4, members: 4);

        var run = await RunAsync();

        Check(run, LedgerConnector.Seats, "seats_in_accounts").ShouldSatisfyAllConditions(check => check.Result.ShouldBe(StreamCheckResult.Ok), check => (check.Expected, check.Found).ShouldBe((100, 100)));
        Check(run, LedgerConnector.TeamMembers, "strangers").Result.ShouldBe(StreamCheckResult.Ok);
        Check(run, LedgerConnector.Teams, "member_count").ShouldSatisfyAllConditions(check => check.Result.ShouldBe(StreamCheckResult.Ok), check => (check.Expected, check.Found).ShouldBe((4, 4)));
        run.Verdict().ShouldBe(RunVerdict.Complete);
        run.VerdictReasons().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(95, RunVerdict.Complete)]
    [InlineData(94, RunVerdict.Partial)]
    public async Task Seats_of_nobody_weigh_when_they_are_more_than_can_have_come_meanwhile(int people, RunVerdict verdict)
    {
        Write(people, seats: 100, told: 1, members: 1);

        var run = await RunAsync();

        Check(run, LedgerConnector.Seats, "seats_in_accounts").ShouldSatisfyAllConditions(
            check => check.Result.ShouldBe(StreamCheckResult.Differs), check => (check.Expected, check.Found).ShouldBe((100, people)), check => check.Weighs.ShouldBe(verdict is RunVerdict.Partial));
        run.Verdict().ShouldBe(verdict);
        run.VerdictReasons().Count.ShouldBe(verdict is RunVerdict.Partial ? 1 : 0);
    }

    [Fact]
    public async Task Members_from_elsewhere_are_counted_and_are_no_fault()
    {
        Write(people: 2, seats: 2, told: 9, members: 9);

        var run = await RunAsync();

        Check(run, LedgerConnector.TeamMembers, "strangers").ShouldSatisfyAllConditions(
            check => (check.Result, check.Expected, check.Found, check.Weighs).ShouldBe((StreamCheckResult.Differs, 9, 2, false)), check => check.Message.ShouldContain("7 rows of 9"));
        run.Verdict().ShouldBe(RunVerdict.Complete);
    }

    [Theory]
    [InlineData(100, 90, false)]
    [InlineData(100, 89, true)]
    [InlineData(4, 0, false)]
    [InlineData(10, 12, false)]
    public async Task Members_that_the_service_tells_and_does_not_give_weigh_when_they_are_many(int told, int members, bool weighs)
    {
        Write(people: 200, seats: 1, told, members);

        var run = await RunAsync();

        Check(run, LedgerConnector.Teams, "member_count").ShouldSatisfyAllConditions(
            check => check.Result.ShouldBe(StreamCheckResult.Differs), check => (check.Expected, check.Found).ShouldBe((told, members)), check => check.Weighs.ShouldBe(weighs));
        run.Verdict().ShouldBe(weighs ? RunVerdict.Partial : RunVerdict.Complete);
    }

    [Fact]
    public async Task What_is_not_complete_proves_nothing_about_others()
    {
        Write(people: 10, seats: 100, told: 4, members: 1);
        _ledger.Broken.UnionWith([LedgerConnector.People, LedgerConnector.TeamMembers]);

        var run = await RunAsync();

        Check(run, LedgerConnector.Seats, "seats_in_accounts").ShouldSatisfyAllConditions(check => check.Result.ShouldBe(StreamCheckResult.NotChecked), check => check.Message.ShouldContain("people is not complete"));
        Check(run, LedgerConnector.Teams, "member_count").Result.ShouldBe(StreamCheckResult.NotChecked);
        run.VerdictReasons().Count.ShouldBe(2, "the two streams that broke off");
    }

    private static StreamCheck Check(Run run, string stream, string id) => StreamCheck.Of(run.Streams.Single(entry => entry.StreamId == stream)).Single(check => check.Id == id);

    private void Write(int people, int seats, int told, int members)
    {
        _ledger.Write(LedgerConnector.People, Numbers(people).Select(number => new[] { $"p{number}", $"Person {number}", "member", null, "active", null, null, null, null }));
        _ledger.Write(LedgerConnector.Seats, Numbers(seats).Select(number => new[] { $"p{number}", "true" }));
        _ledger.Write(LedgerConnector.Teams, ["t1", "Team", "false", told.ToString(CultureInfo.InvariantCulture)], ["t2", "Old team", "true", "999"]);
        _ledger.Write(LedgerConnector.TeamMembers, Numbers(members).Select(number => new[] { "t1", $"p{number}" }));
    }

    private static IEnumerable<int> Numbers(int count) => Enumerable.Range(1, count);

    private async Task<Run> RunAsync()
    {
        await using var host = await TestHost.StartAsync(new OrchardOpener(_ledger), Token);
        await host.AddConnectorAsync("Home", null, Token);

        return await host.RunAsync("Home", Token);
    }
}
