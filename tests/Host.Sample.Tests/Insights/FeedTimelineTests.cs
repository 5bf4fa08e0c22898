using Host.Sample.Database;
using Host.Sample.Insights;
using Host.Sample.Tests.Runs;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Tests.Insights;

public sealed class FeedTimelineTests : IAsyncDisposable
{
    private readonly LedgerConnector _ledger = new();
    private TestHost? _host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Steps_are_the_published_runs_the_latest_first_each_with_the_one_before()
    {
        var timeline = await StartAsync();
        var first = await RunAsync(People(2));
        var second = await RunAsync(People(3));
        var third = await RunAsync(People(4));

        (await timeline.StepsAsync("Home", default, 0, 2, Token)).Select(step => (step.FromRun, step.ToRun)).ShouldBe([(second, third), (first, second)]);
        (await timeline.StepsAsync("Home", default, 2, 2, Token)).Select(step => (step.FromRun, step.ToRun)).ShouldBe([(0, first)]);
        (await timeline.StepsAsync("Home", second, 0, 9, Token)).Select(step => step.ToRun).ShouldBe([second, first]);
    }

    [Fact]
    public async Task A_look_counts_every_kind_and_brings_those_asked_for()
    {
        var timeline = await StartAsync();
        var first = await RunAsync(People(10));
        List<string?[]> rows = [.. People(13).Skip(1)];
        rows[0] = Person(1, "guest");
        var second = await RunAsync(rows);

        var look = await timeline.LookAsync("Home", first, second, new() { Kinds = ["account.joined"] }, 1, 1, Token);

        look.Kinds.ShouldBe(new Dictionary<string, long> { ["account.joined"] = 3, ["account.left"] = 1, ["account.type_changed"] = 1 }, ignoreOrder: true);
        look.Total.ShouldBe(3);
        look.IsWhole.ShouldBeTrue();
        look.Events.Single().Kind.ShouldBe("account.joined");
        look.Events.Single().AccountId.ShouldBe("p11");
    }

    [Theory]
    [InlineData("PERSON 7", 1)]
    [InlineData("p1", 11)]
    [InlineData("nobody", 0)]
    public async Task A_text_is_searched_for_in_names_and_keys(string text, int found)
    {
        var timeline = await StartAsync();
        var first = await RunAsync([]);
        var second = await RunAsync(People(20));

        (await timeline.LookAsync("Home", first, second, new() { Search = text }, 0, 50, Token)).Total.ShouldBe(found);
    }

    [Fact]
    public async Task More_changes_than_anybody_reads_are_looked_at_in_part_and_that_is_said()
    {
        var timeline = await StartAsync();
        var first = await RunAsync(People(1));
        var second = await RunAsync(People(FeedTimeline.MostEvents + 2));

        var look = await timeline.LookAsync("Home", first, second, new(), 0, 50, Token);

        look.IsWhole.ShouldBeFalse();
        look.Kinds.Values.Sum().ShouldBe(FeedTimeline.MostEvents);
        look.Events.Count.ShouldBe(50);
    }

    [Fact]
    public async Task A_kind_that_there_is_not_is_refused()
    {
        var timeline = await StartAsync();
        var first = await RunAsync(People(1));
        var second = await RunAsync(People(2));

        (await Should.ThrowAsync<HostException>(() => timeline.LookAsync("Home", first, second, new() { Kinds = ["account.vanished"] }, 0, 1, Token))).Problem.ShouldBe(HostProblem.Usage);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    private static List<string?[]> People(int count) => [.. Enumerable.Range(0, count).Select(number => Person(number, "member"))];

    private static string?[] Person(int number, string kind) => [$"p{number}", $"Person {number}", kind, null, "active", "1", "1.5", null, null];

    private async Task<FeedTimeline> StartAsync()
    {
        _host = await TestHost.StartAsync(new OrchardOpener(_ledger), Token);
        await _host.AddConnectorAsync("Home", null, Token);
        await using var database = await _host.DatabaseAsync(Token);
        await database.Connectors.ExecuteUpdateAsync(set => set.SetProperty(connector => connector.GuardJson, LedgerConnector.NoGuard), Token);

        return _host.Get<FeedTimeline>();
    }

    private async Task<long> RunAsync(List<string?[]> people)
    {
        _ledger.Write(LedgerConnector.People, people);
        var run = await _host!.RunAsync("Home", Token);
        run.State.ShouldBe(RunState.Published);

        return run.Id;
    }
}
