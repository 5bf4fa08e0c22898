using CsCheck;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Insights;
using Host.Sample.Inventory;
using Host.Sample.Runs.Retention;
using Host.Sample.Tests.Insights;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Tests.Runs;

public sealed class RunRetentionTests
{
    private const string Connector = "Home";

    private readonly LedgerConnector _ledger = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_pruned_every_kept_run_has_the_rows_that_it_had() =>
        await Gen.Select(LedgerDays.Several(3, 7), Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[0, 9]).SampleAsync(
            async (days, runs, daysKept, which, heldPlace) =>
            {
                LedgerConnector ledger = new();
                await using var host = await ChangeFeedTests.StartAsync(ledger);
                List<long> published = [];

                foreach (var (rows, broken) in days)
                {
                    published.Add(await ChangeFeedTests.RunAsync(host, ledger, rows, broken));
                    host.Clock.Advance(TimeSpan.FromHours(13));
                }

                // A run that somebody still has to decide on lies anywhere among them.
                long? held = heldPlace < published.Count - 1 ? published[heldPlace] : null;
                await SetStateAsync(host, held, RunState.Held);
                RetentionRule rule = new() { Runs = which == 1 ? null : runs, Days = which == 2 ? null : daysKept };
                var before = await HashesAsync(host, published);
                await host.Get<RunRetention>().SetAsync(Connector, rule, Token);
                var announced = await host.Get<RunRetention>().PreviewAsync(Connector, null, Token);

                var done = await host.Get<RunRetention>().PruneAsync(Connector, Token);

                done.Versions.ShouldBe(announced.Versions);
                done.Pruned.ShouldBe(announced.Pruned);
                var after = await HashesAsync(host, published);
                after.Where(entry => done.Kept.Contains(entry.Key.Run)).ShouldBe(before.Where(entry => done.Kept.Contains(entry.Key.Run)));
                done.Kept.ShouldContain(published[^1]);
                done.Kept.Count(run => run != held).ShouldBeGreaterThanOrEqualTo(Math.Min(rule.Runs ?? 1, published.Count - (held is null ? 0 : 1)));
                (held is null || done.Kept.Contains(held.Value)).ShouldBeTrue();

                // Once more takes nothing: what no kept run sees was all taken.
                (await host.Get<RunRetention>().PruneAsync(Connector, Token)).Versions.ShouldBe(0);
                await SetStateAsync(host, held, RunState.Published);
                (await HashesAsync(host, published)).ShouldBe(after);
            },
            iter: 25,
            threads: 1);

    [Fact]
    public async Task The_rule_is_applied_after_each_run_and_asking_for_a_pruned_one_says_so()
    {
        await using var host = await ChangeFeedTests.StartAsync(_ledger);
        await host.Get<RunRetention>().SetAsync(Connector, new() { Runs = 2 }, Token);

        for (var round = 0; round < 4; round++)
        {
            _ledger.Write(LedgerConnector.Rooms, ["attic", $"Attic {round}", "false"]);
            (await host.RunAsync(Connector, Token)).State.ShouldBe(RunState.Published);
        }

        var reader = host.Get<InventoryReader>();
        var pruned = await Should.ThrowAsync<HostException>(() => reader.OpenAsync(Connector, 1, Token));
        var compared = await Should.ThrowAsync<HostException>(() => host.Get<ChangeFeed>().OpenAsync(Connector, 2, default, Token));

        (await host.SqlAsync<long>("SELECT count(*) FROM orchard_rooms", Token)).ShouldBe(2);
        (await reader.OpenAsync(Connector, 3, Token)).RunId.ShouldBe(3);
        pruned.Problem.ShouldBe(HostProblem.Conflict);
        pruned.Message.ShouldBe("The rows of run 1 were pruned at 2026-03-01T08:00:00.000Z, as the connector's retention says; its record and certificate are still there.");
        pruned.Fix.ShouldBe("The nearest run whose rows are kept is 3.");
        compared.Message.ShouldContain("pruned");
        (await host.Runs.GetAsync(1, Token)).Streams.ShouldNotBeEmpty("the record stays");
    }

    [Fact]
    public async Task Signs_of_use_and_of_billing_are_kept_whatever_the_rule()
    {
        await using var host = await ChangeFeedTests.StartAsync(_ledger);

        foreach (var billed in (string[])["true", "false", "true"])
        {
            _ledger.Write(LedgerConnector.Seats, ["ann", billed]);
            _ledger.Write(LedgerConnector.Rooms, ["attic", "Attic", billed]);
            await host.RunAsync(Connector, Token);
        }

        await host.Get<RunRetention>().SetAsync(Connector, new() { Runs = 1 }, Token);
        var done = await host.Get<RunRetention>().PruneAsync(Connector, Token);

        done.Streams.ShouldBe([LedgerConnector.Seats, LedgerConnector.Visits], ignoreOrder: true);
        (await host.SqlAsync<long>("SELECT count(*) FROM orchard_seats", Token)).ShouldBe(3);
        (await host.SqlAsync<long>("SELECT count(*) FROM orchard_rooms", Token)).ShouldBe(1);
    }

    [Fact]
    public async Task What_a_stream_compares_with_stays_although_the_rule_would_let_it_go()
    {
        await using var host = await ChangeFeedTests.StartAsync(_ledger);
        _ledger.Write(LedgerConnector.Rooms, ["attic", "Attic", "false"]);
        await host.RunAsync(Connector, Token);
        _ledger.Broken.Add(LedgerConnector.Rooms);

        for (var round = 0; round < 3; round++)
        {
            _ledger.Write(LedgerConnector.Rooms, ["attic", $"Attic {round}", "false"]);
            await host.RunAsync(Connector, Token);
        }

        await host.Get<RunRetention>().SetAsync(Connector, new() { Runs = 1 }, Token);

        (await host.Get<RunRetention>().PruneAsync(Connector, Token)).Kept.ShouldBe([1, 4], "the rooms were last complete in run 1");
    }

    [Fact]
    public async Task History_of_a_row_bridges_what_was_pruned_and_ends_where_it_is_asked_to()
    {
        await using var host = await ChangeFeedTests.StartAsync(_ledger);
        await host.Get<RunRetention>().SetAsync(Connector, new() { Days = 2 }, Token);

        for (var round = 1; round <= 5; round++)
        {
            _ledger.Write(LedgerConnector.Rooms, ["attic", $"Attic {round}", "false"]);
            _ledger.Broken.Clear();

            // What the teams compare with keeps the first run.
            _ledger.Broken.UnionWith(round == 1 ? [] : [LedgerConnector.Teams]);
            await host.RunAsync(Connector, Token);
            host.Clock.Advance(TimeSpan.FromDays(round == 5 ? 0 : 1));
        }

        var reader = host.Get<InventoryReader>();
        var schema = InventoryReader.Schema(await reader.OpenAsync(Connector, default, Token), LedgerConnector.Rooms);

        var story = RowHistory.Of(await reader.RowHistoryAsync(Connector, LedgerConnector.Rooms, "attic", default, Token), schema);
        var until = await reader.RowHistoryAsync(Connector, LedgerConnector.Rooms, "attic", 4, Token);

        story.Select(entry => (entry.RunId, entry.Kind)).ShouldBe([(5, RowChangeKind.Changed), (4, RowChangeKind.Changed), (3, RowChangeKind.Changed), (1, RowChangeKind.Added)]);
        until[^1].Row.ShouldSatisfyAllConditions(row => row.FromRun.ShouldBe(4), row => row.ToRun.ShouldBeNull());
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-1, null)]
    [InlineData(null, 0)]
    [InlineData(null, 100_001)]
    public async Task Numbers_that_are_none_are_refused(int? runs, int? days)
    {
        await using var host = await ChangeFeedTests.StartAsync(_ledger);

        (await Should.ThrowAsync<HostException>(() => host.Get<RunRetention>().SetAsync(Connector, new() { Runs = runs, Days = days }, Token))).Problem.ShouldBe(HostProblem.Invalid);
        (await Should.ThrowAsync<HostException>(() => host.Get<RunRetention>().PruneAsync(Connector, Token))).Problem.ShouldBe(HostProblem.Conflict);
    }

    [Fact]
    public async Task Only_an_administrator_sets_it()
    {
        await using var host = await ChangeFeedTests.StartAsync(_ledger);
        host.Get<CurrentActor>().Become(new("Op", AccessRole.Operator));

        (await Should.ThrowAsync<HostException>(() => host.Get<RunRetention>().SetAsync(Connector, new() { Runs = 1 }, Token))).Problem.ShouldBe(HostProblem.NotAllowed);
        (await Should.ThrowAsync<HostException>(() => host.Get<RunRetention>().PruneAsync(Connector, Token))).Problem.ShouldBe(HostProblem.NotAllowed);
    }

    private static async Task SetStateAsync(TestHost host, long? run, RunState state)
    {
        await using var database = await host.DatabaseAsync(Token);
        await database.Runs.Where(entity => entity.Id == run).ExecuteUpdateAsync(set => set.SetProperty(entity => entity.State, state), Token);
    }

    private static async Task<Dictionary<(long Run, string Stream), RowSet>> HashesAsync(TestHost host, List<long> runs) => await host.Writer.WriteAsync(
        write => InventoryTables.List(write.Database, "orchard").SelectMany(schema => runs.Select(run => ((run, schema.Description.Id), RowSet.Read(write, schema, 1, run)))).ToDictionary(), Token);
}
