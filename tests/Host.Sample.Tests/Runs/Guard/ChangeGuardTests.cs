using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Runs;
using Host.Sample.Runs.Guard;
using Host.Sample.Runs.Proof;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Tests.Runs.Guard;

/// <summary>A run that has lost too much is held, and people decide.</summary>
public sealed class ChangeGuardTests
{
    private static readonly Dictionary<string, int?> NoStreams = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_lost_half_of_the_people_is_held_and_readers_see_the_last_good_one()
    {
        await using var host = await StartAsync(rows: 200);
        var first = await host.RunAsync("Home", Token);
        await GrowAsync(host, rows: 100);

        var second = await host.RunAsync("Home", Token);

        second.State.ShouldBe(RunState.Held);
        second.Message!.ShouldContain($"readers still see run {first.Id}");
        second.Verdict().ShouldBe(RunVerdict.Unknown);
        GuardFinding.Of(second).ShouldContain(finding => finding.Kind == GuardFindingKind.Rows && finding.StreamId == "growers" && finding.Before == 200 && finding.After == 100);
        GuardFinding.Of(second).ShouldContain(finding => finding.Kind == GuardFindingKind.People);
        GuardFinding.Of(second).ShouldContain(finding => finding.Kind == GuardFindingKind.BilledSeats);
        (await PublishedAsync(host)).ShouldBe(first.Id);
        (await host.Get<InventoryReader>().StreamsAsync("Home", default, Token)).Single(stream => stream.Description.Id == "growers").Rows.ShouldBe(200);
        (await host.SqlAsync<long>($"SELECT count(*) FROM orchard_growers WHERE to_run = {second.Id}", Token)).ShouldBe(100, "the held run's rows are there, for nobody");
    }

    [Fact]
    public async Task Accepting_shows_the_run_and_its_marks_are_gone_on_from()
    {
        await using var host = await StartAsync(rows: 200);
        await host.RunAsync("Home", Token);
        await GrowAsync(host, rows: 100);
        var held = await host.RunAsync("Home", Token);
        var states = host.Get<StreamStates>();
        (await states.ListAsync("Home", Token)).Single(stream => stream.StreamId == "growers").LastCompleteRunId.ShouldBe(1, "nothing of a held run is gone on from");

        var accepted = await host.Get<RunDecisions>().AcceptAsync(held.Id, " Half of the team has left. ", Token);

        (accepted.State, accepted.DecidedBy, accepted.DecisionNote, accepted.DecidedAt, accepted.Message).ShouldBe((RunState.Published, "command line", "Half of the team has left.", host.Clock.GetUtcNow(), null));
        (await PublishedAsync(host)).ShouldBe(held.Id);
        (await states.ListAsync("Home", Token)).Single(stream => stream.StreamId == "growers").LastCompleteRunId.ShouldBe(held.Id);
        (await host.SqlAsync<string>("SELECT Action || ': ' || Detail FROM AuditEntries WHERE Subject = 'run 2'", Token)).ShouldBe("run.accepted: Half of the team has left.");
        (await host.RunAsync("Home", Token)).State.ShouldBe(RunState.Published, "the accepted run is what is compared with now");
    }

    [Fact]
    public async Task Rejecting_takes_every_change_of_the_run_back()
    {
        await using var host = await StartAsync(rows: 200);
        await host.RunAsync("Home", Token);
        var before = await VersionsAsync(host);
        await GrowAsync(host, rows: 100);
        var held = await host.RunAsync("Home", Token);

        var rejected = await host.Get<RunDecisions>().RejectAsync(held.Id, "A page was lost.", Token);

        rejected.State.ShouldBe(RunState.Rejected);
        rejected.Message!.ShouldEndWith("It was rejected: A page was lost.");
        (await VersionsAsync(host)).ShouldBe(before);
        (await PublishedAsync(host)).ShouldBe(1);
    }

    [Fact]
    public async Task A_new_run_takes_the_place_of_a_held_one_and_compares_with_what_readers_see()
    {
        await using var host = await StartAsync(rows: 200);
        await host.RunAsync("Home", Token);
        await GrowAsync(host, rows: 100);
        var held = await host.RunAsync("Home", Token);
        await GrowAsync(host, rows: 200);

        var next = await host.RunAsync("Home", Token);

        next.State.ShouldBe(RunState.Published);
        next.Streams.Sum(stream => stream.Added + stream.Changed + stream.Removed).ShouldBe(0, "it is compared with the first run");
        var made = await host.Runs.GetAsync(held.Id, Token);
        (made.State, made.DecidedBy, made.DecisionNote).ShouldBe((RunState.Rejected, "host", $"Run {next.Id} took its place before anybody had decided."));
        var late = await Should.ThrowAsync<HostException>(host.Get<RunDecisions>().AcceptAsync(held.Id, "Too late.", Token));
        late.Problem.ShouldBe(HostProblem.Conflict);
        late.Message.ShouldContain($"Run {next.Id} took its place");
    }

    [Fact]
    public async Task Of_two_people_who_decide_at_once_the_second_is_told_what_the_first_decided()
    {
        await using var host = await StartAsync(rows: 200);
        await host.RunAsync("Home", Token);
        await GrowAsync(host, rows: 100);
        var held = await host.RunAsync("Home", Token);
        await using var other = host.Another(new OrchardOpener());
        Task<Run>[] decisions =
        [
            Task.Run(() => host.Get<RunDecisions>().AcceptAsync(held.Id, "It is real.", Token), Token),
            Task.Run(() => other.Get<RunDecisions>().RejectAsync(held.Id, "It is not.", Token), Token),
        ];

        await Task.WhenAll(decisions).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        decisions.Count(decision => decision.IsCompletedSuccessfully).ShouldBe(1);
        var refused = decisions.Single(decision => decision.IsFaulted).Exception!.InnerException.ShouldBeOfType<HostException>();
        refused.Problem.ShouldBe(HostProblem.Conflict);
        var now = await host.Runs.GetAsync(held.Id, Token);
        refused.Message.ShouldContain(now.DecisionNote!);
        refused.Message.ShouldContain(now.DecidedBy!);
        (await PublishedAsync(host)).ShouldBe(now.State is RunState.Published ? held.Id : 1);
    }

    [Fact]
    public async Task A_decision_needs_a_note_a_run_and_something_to_decide()
    {
        await using var host = await StartAsync(rows: 50);
        await host.RunAsync("Home", Token);
        var decisions = host.Get<RunDecisions>();

        (await Should.ThrowAsync<HostException>(decisions.AcceptAsync(1, "  ", Token))).Problem.ShouldBe(HostProblem.Usage);
        (await Should.ThrowAsync<HostException>(decisions.AcceptAsync(1, new string('x', 501), Token))).Problem.ShouldBe(HostProblem.Usage);
        (await Should.ThrowAsync<HostException>(decisions.AcceptAsync(77, "Yes.", Token))).Problem.ShouldBe(HostProblem.NotFound);
        var published = await Should.ThrowAsync<HostException>(decisions.RejectAsync(1, "No.", Token));
        published.Problem.ShouldBe(HostProblem.Conflict);
        published.Message.ShouldContain("is published; the change guard did not hold it");
        (await host.Runs.GetAsync(1, Token)).State.ShouldBe(RunState.Published);
    }

    [Theory]
    [InlineData("trees:1:partial", "partial")]
    [InlineData("trees:1:skip", "skipped")]
    [InlineData("trees:1:fail", "failed")]
    public async Task A_stream_that_was_complete_and_is_not_any_more_holds_the_run(string mishap, string state)
    {
        await using var host = await StartAsync(rows: 50);
        await host.RunAsync("Home", Token);
        await host.ChangeSettingsAsync("Home", new Dictionary<string, string> { ["rows"] = "50", ["fail_at"] = mishap }, Token);

        var run = await host.RunAsync("Home", Token);

        run.State.ShouldBe(RunState.Held);
        GuardFinding.Of(run).ShouldContain(finding => finding.Kind == GuardFindingKind.Completeness && finding.StreamId == "trees" && finding.Message.Contains($"was complete in run 1 and is {state} now", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Off_a_share_of_its_own_and_a_stream_that_is_not_judged()
    {
        await using var host = await StartAsync(rows: 200);
        await host.RunAsync("Home", Token);
        var rules = host.Get<GuardRules>();
        await rules.ChangeAsync("Home", null, 60, new Dictionary<string, int?> { ["growers"] = 10, ["trees"] = null }, [], Token);
        await GrowAsync(host, rows: 100);

        var held = await host.RunAsync("Home", Token);

        GuardFinding.Of(held).ShouldHaveSingleItem().StreamId.ShouldBe("growers");
        await rules.ChangeAsync("Home", isOn: false, null, NoStreams, [], Token);
        (await host.RunAsync("Home", Token)).State.ShouldBe(RunState.Published);
        (await rules.GetAsync("Home", Token)).ShouldSatisfyAllConditions(
            settings => settings.IsOn.ShouldBeFalse(), settings => settings.SharePercent.ShouldBe(60), settings => settings.Streams.Count.ShouldBe(2));
    }

    [Fact]
    public async Task A_share_that_is_none_and_a_stream_that_is_not_there_are_refused()
    {
        await using var host = await StartAsync(rows: 50);
        var rules = host.Get<GuardRules>();
        (await Should.ThrowAsync<HostException>(rules.ChangeAsync("Home", null, -1, NoStreams, [], Token))).Problem.ShouldBe(HostProblem.Invalid);
        (await Should.ThrowAsync<HostException>(rules.ChangeAsync("Home", null, 101, NoStreams, [], Token))).Problem.ShouldBe(HostProblem.Invalid);
        (await Should.ThrowAsync<HostException>(rules.ChangeAsync("Home", null, null, new Dictionary<string, int?> { ["pears"] = 5 }, [], Token))).Problem.ShouldBe(HostProblem.Invalid);
        (await rules.GetAsync("Home", Token)).SharePercent.ShouldBe(GuardSettings.UsualShare);
    }

    [Theory]
    [InlineData(1000, 800, false, "exactly the share")]
    [InlineData(1000, 799, true, "one more than the share")]
    [InlineData(10, 6, false, "four are too few to judge")]
    [InlineData(10, 5, true, "five are not")]
    [InlineData(1, 0, true, "nothing is left")]
    [InlineData(0, 0, false, "nothing was there")]
    [InlineData(10, 500, false, "more is no loss")]
    public void The_rule_of_a_fall(long before, long after, bool isHeld, string why)
    {
        var findings = ChangeGuard.Compare(GuardSettings.Usual, Some(1, before), Some(2, after), new Dictionary<string, string>());

        findings.Any(finding => finding.Kind == GuardFindingKind.Rows).ShouldBe(isHeld, why);
    }

    [Fact]
    public async Task A_dry_run_tells_what_the_guard_would_do_and_leaves_nothing_behind()
    {
        await using var host = await StartAsync(rows: 200);
        await host.RunAsync("Home", Token);
        var before = await VersionsAsync(host);
        await GrowAsync(host, rows: 100);

        var dry = await host.Runs.QueueAsync("Home", "test", isFull: false, isDryRun: true, Token);
        var rehearsed = await host.Runs.ExecuteAsync(dry.Id, Token);

        rehearsed.State.ShouldBe(RunState.Rehearsed);
        rehearsed.Streams.Single(stream => stream.StreamId == "growers").Removed.ShouldBe(100);
        GuardFinding.Of(rehearsed).ShouldNotBeEmpty();
        rehearsed.Message!.ShouldStartWith("The change guard would hold this run.");
        (await VersionsAsync(host)).ShouldBe(before);
        (await PublishedAsync(host)).ShouldBe(1);
        (await host.Get<StreamStates>().ListAsync("Home", Token)).ShouldAllBe(stream => stream.LastCompleteRunId == 1);
    }

    [Fact]
    public async Task A_dry_run_waits_for_the_decision_about_a_held_run()
    {
        await using var host = await StartAsync(rows: 200);
        await host.RunAsync("Home", Token);
        await GrowAsync(host, rows: 100);
        var held = await host.RunAsync("Home", Token);

        var refused = await Should.ThrowAsync<HostException>(host.Runs.QueueAsync("Home", "test", isFull: false, isDryRun: true, Token));

        refused.Problem.ShouldBe(HostProblem.Conflict);
        (await host.Runs.GetAsync(held.Id, Token)).State.ShouldBe(RunState.Held);
    }

    [Fact]
    public async Task Going_back_shows_the_earlier_run_and_the_next_one_goes_on_from_it()
    {
        await using var host = await StartAsync(rows: 200);
        await host.RunAsync("Home", Token);
        var versions = await VersionsAsync(host);
        await GrowAsync(host, rows: 200, day: 1);
        (await host.RunAsync("Home", Token)).State.ShouldBe(RunState.Published);
        await GrowAsync(host, rows: 200, day: 2);
        (await host.RunAsync("Home", Token)).State.ShouldBe(RunState.Published);
        await GrowAsync(host, rows: 60);
        (await host.RunAsync("Home", Token)).State.ShouldBe(RunState.Held);

        var back = await host.Get<RunDecisions>().RollBackAsync(1, "Run 2 read the wrong tenant.", Token);

        back.Id.ShouldBe(1);
        (await VersionsAsync(host)).ShouldBe(versions);
        (await PublishedAsync(host)).ShouldBe(1);
        (await host.Runs.ListAsync("Home", 9, Token)).Select(run => run.State).ShouldBe([RunState.RolledBack, RunState.RolledBack, RunState.RolledBack, RunState.Published]);
        (await host.Get<StreamStates>().ListAsync("Home", Token)).ShouldAllBe(stream => stream.LastCompleteRunId == 1);
        await GrowAsync(host, rows: 200, day: 2);
        (await host.RunAsync("Home", Token)).State.ShouldBe(RunState.Published);
    }

    [Fact]
    public async Task What_going_back_would_do_is_told_and_not_done()
    {
        await using var host = await StartAsync(rows: 200);
        await host.RunAsync("Home", Token);
        await GrowAsync(host, rows: 200, day: 1);
        await host.RunAsync("Home", Token);
        await GrowAsync(host, rows: 60);
        (await host.RunAsync("Home", Token)).State.ShouldBe(RunState.Held);

        var plan = await host.Get<RunDecisions>().PlanRollBackAsync(1, Token);

        (plan.RunId, plan.Connector, plan.PublishedRunId).ShouldBe((1, "Home", 2));
        plan.TakenBack.Select(run => (run.RunId, run.State)).ShouldBe([(3, RunState.Held), (2, RunState.Published)]);
        (await PublishedAsync(host)).ShouldBe(2);
        (await Should.ThrowAsync<HostException>(host.Get<RunDecisions>().PlanRollBackAsync(3, Token))).Message.ShouldContain("is not published, it is held");
        (await Should.ThrowAsync<HostException>(host.Get<RunDecisions>().PlanRollBackAsync(77, Token))).Problem.ShouldBe(HostProblem.NotFound);
    }

    [Fact]
    public async Task Held_runs_are_listed_until_they_are_decided()
    {
        await using var host = await StartAsync(rows: 200);
        await host.RunAsync("Home", Token);
        (await host.Runs.HeldAsync(Token)).ShouldBeEmpty();
        await GrowAsync(host, rows: 60);
        var held = await host.RunAsync("Home", Token);

        var listed = (await host.Runs.HeldAsync(Token)).ShouldHaveSingleItem();
        (listed.RunId, listed.ConnectorId, listed.Connector, listed.EndedAt).ShouldBe((held.Id, held.ConnectorId, "Home", held.EndedAt));
        listed.Losses.ShouldBe(GuardFinding.Of(held).Select(finding => finding.Message));
        (await host.Runs.ListAsync("Home", RunState.Held, 9, Token)).Select(run => run.Id).ShouldBe([held.Id]);
        await host.Get<RunDecisions>().RejectAsync(held.Id, "No.", Token);
        (await host.Runs.HeldAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Going_back_is_refused_where_there_is_nothing_to_go_back_to()
    {
        await using var host = await StartAsync(rows: 200);
        await host.RunAsync("Home", Token);
        await GrowAsync(host, rows: 100);
        var held = await host.RunAsync("Home", Token);
        var decisions = host.Get<RunDecisions>();
        (await Should.ThrowAsync<HostException>(decisions.RollBackAsync(held.Id, "Why not.", Token))).Message.ShouldContain("is not published, it is held");
        await decisions.RejectAsync(held.Id, "No.", Token);
        (await Should.ThrowAsync<HostException>(decisions.RollBackAsync(1, "Why not.", Token))).Message.ShouldContain("see already");
        await using (var database = await host.DatabaseAsync(Token))
        {
            await database.Runs.Where(run => run.Id == 1).ExecuteUpdateAsync(set => set.SetProperty(run => run.PrunedAt, host.Clock.GetUtcNow()), Token);
        }

        (await Should.ThrowAsync<HostException>(decisions.RollBackAsync(1, "Why not.", Token))).Message.ShouldContain("were pruned");
        await host.Runs.QueueAsync("Home", "test", isFull: false, Token);
        (await Should.ThrowAsync<HostException>(decisions.RollBackAsync(1, "Why not.", Token))).Message.ShouldContain("is at work");
    }

    private static GuardedRun Some(long id, long rows) => new(id, new RunFigures(), [new() { RunId = id, StreamId = "growers", State = StreamState.Complete, RowCount = rows }]);

    private static async Task<TestHost> StartAsync(int rows)
    {
        var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync("Home", null, Token);
        await GrowAsync(host, rows);

        return host;
    }

    private static Task GrowAsync(TestHost host, int rows, int day = 0) => host.ChangeSettingsAsync("Home", new Dictionary<string, string> { ["rows"] = $"{rows}", ["change"] = $"{day}" }, Token);

    private static Task<long> PublishedAsync(TestHost host) => host.SqlAsync<long>("SELECT PublishedRunId FROM Connectors", Token);

    private static async Task<string> VersionsAsync(TestHost host) => string.Join(' ', await Task.WhenAll(
        new[] { "growers", "trees", "tree_keepers", "harvests", "tools_log" }.Select(table => host.SqlAsync<string>(
            $"SELECT group_concat(row_key || '@' || from_run || '-' || coalesce(CAST(to_run AS TEXT), ''), ' ') FROM (SELECT * FROM orchard_{table} ORDER BY row_key, from_run) versions", Token))));
}
