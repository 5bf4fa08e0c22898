using Microsoft.Extensions.Time.Testing;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Conformance.Bench;
using Plugin.Orchard;

namespace Plugin.Abstractions.Tests.Orchard;

/// <summary>What goes wrong on demand: a host's tests rely on each of these.</summary>
public sealed class OrchardMishapTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Throw_is_the_plugins_own_fault() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => CollectAsync("growers:2:throw"))).Message.ShouldBe("A branch of growers broke at page 2.");

    [Fact]
    public async Task Fail_stops_the_stream_and_not_the_run()
    {
        var failure = await Should.ThrowAsync<ConnectorException>(() => CollectAsync("growers:2:fail"));

        (failure.Reason, failure.SourceCode, failure.StopsRun).ShouldBe((FailureReason.TryLater, "frost", false));
    }

    [Fact]
    public async Task Authorize_again_stops_the_run()
    {
        var failure = await Should.ThrowAsync<ConnectorException>(() => CollectAsync("growers:2:authorize_again"));

        (failure.Reason, failure.StopsRun).ShouldBe((FailureReason.AuthorizeAgain, true));
    }

    [Fact]
    public async Task Pages_before_the_mishap_come()
    {
        await using var session = Session("growers:3:throw");
        List<CollectedPage> pages = [];

        await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            await foreach (var page in session.PagesAsync(new() { StreamId = "growers" }, Cancellation))
            {
                pages.Add(page);
            }
        });

        pages.Select(page => page.Next).ShouldBe([new("10"), new("20")]);
    }

    [Fact]
    public async Task Partial_ends_with_the_page_and_says_so()
    {
        var growers = await CollectAsync("growers:2:partial");

        growers.Pages.Select(page => page.Rows.Count).ShouldBe([10, 10]);
        (growers.End.Outcome, growers.End.Reason, growers.End.Code).ShouldBe((StreamOutcome.Partial, FailureReason.TryLater, "fog"));
    }

    [Fact]
    public async Task Skip_ends_without_rows()
    {
        var growers = await CollectAsync("growers:1:skip");

        growers.Pages.ShouldHaveSingleItem().Rows.ShouldBeEmpty();
        growers.End.Outcome.ShouldBe(StreamOutcome.Skipped);
    }

    [Theory]
    [InlineData("growers", 30)]
    [InlineData("tree_keepers", 3)]
    public async Task Start_over_happens_once_and_ends_with_the_same_rows(string streamId, int rows)
    {
        var undisturbed = await CollectAsync("", streamId);
        var again = await CollectAsync($"{streamId}:2:startover", streamId);

        again.Pages.Count(page => page.StartsOver).ShouldBe(1);
        again.Pages[1].StartsOver.ShouldBeTrue();
        again.Pages[1].Evidence.Notes.ShouldHaveSingleItem().Code.ShouldBe("place_lost");
        again.RowTexts.ShouldBe(undisturbed.RowTexts);
        again.Rows.Count().ShouldBeGreaterThanOrEqualTo(rows);
    }

    [Fact]
    public async Task Omit_is_counted()
    {
        var page = (await CollectAsync("growers:2:omit")).Pages[1];

        page.Rows.Count.ShouldBe(9);
        page.Evidence.Received.ShouldBe(10);
        page.Evidence.Omitted.ShouldBe([new("unreadable", "The record was not understood.", 1)]);
    }

    [Theory]
    [InlineData("growers")]
    [InlineData("tree_keepers")]
    public async Task Keyless_gives_a_row_without_its_key(string streamId) => (await CollectAsync($"{streamId}:1:keyless", streamId)).Pages[0].Rows[0][0].ShouldBeNull();

    [Fact]
    public async Task Wait_takes_half_a_minute_of_the_clock_and_says_so_while_it_lasts()
    {
        FakeTimeProvider clock = new();
        await using var session = Session("growers:1:wait", clock);
        await using var pages = session.PagesAsync(new() { StreamId = "growers" }, Cancellation).GetAsyncEnumerator(Cancellation);

        var first = pages.MoveNextAsync().AsTask();
        first.IsCompleted.ShouldBeFalse();
        session.Waits.Waits.ShouldBe([("growers", TimeSpan.FromSeconds(30), "the orchard asked for patience")]);
        clock.Advance(TimeSpan.FromSeconds(30));

        (await first).ShouldBeTrue();
        (pages.Current.Evidence.Waited, pages.Current.Evidence.Throttled).ShouldBe((TimeSpan.FromSeconds(30), 1));
    }

    [Fact]
    public async Task Hang_ends_only_by_cancellation()
    {
        FakeTimeProvider clock = new();
        await using var session = Session("growers:2:hang", clock);
        using CancellationTokenSource cancelling = new();
        await using var pages = session.PagesAsync(new() { StreamId = "growers" }, cancelling.Token).GetAsyncEnumerator(cancelling.Token);
        await pages.MoveNextAsync();

        var second = pages.MoveNextAsync().AsTask();
        clock.Advance(TimeSpan.FromDays(40));
        second.IsCompleted.ShouldBeFalse();
        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task A_lacking_scope_and_a_small_plan_skip_with_reason()
    {
        await using var session = new BenchSession(
            new OrchardPlugin(), SomeOrchard.Settings(("plan", "small"), ("withheld_scopes", "harvests:read")), SomeOrchard.DeadHttp, TimeProvider.System);

        var streams = (await session.CollectAllAsync(Cancellation)).ToDictionary(stream => stream.Stream.Id);
        var report = (await session.Connector.PreflightAsync(session.Context, Cancellation)).Streams.ToDictionary(line => line.StreamId);

        (streams["harvests"].End.Outcome, streams["harvests"].End.Reason).ShouldBe((StreamOutcome.Skipped, FailureReason.GrantScope));
        (streams["tools_log"].End.Outcome, streams["tools_log"].End.Reason).ShouldBe((StreamOutcome.Skipped, FailureReason.ChangePlan));
        report["harvests"].Access.ShouldBe(StreamAccess.MissingScope);
        report["tools_log"].Access.ShouldBe(StreamAccess.NotOnThisPlan);
        report["growers"].Access.ShouldBe(StreamAccess.Granted);
    }

    [Theory]
    [InlineData("growers")]
    [InlineData("growers:0:throw")]
    [InlineData("growers:x:throw")]
    [InlineData("growers:1:dance")]
    public async Task A_mishap_that_is_none_is_a_problem_of_its_setting(string failAt)
    {
        await using var session = Session(failAt);

        session.Connector.Validate(session.Context.Settings).ShouldHaveSingleItem().Setting.ShouldBe("fail_at");
    }

    private static BenchSession Session(string failAt, TimeProvider? clock = null) =>
        new(new OrchardPlugin(), SomeOrchard.Settings(("rows", "30"), ("page_size", "10"), ("fail_at", failAt)), SomeOrchard.DeadHttp, clock ?? TimeProvider.System);

    /// <summary>Tree keepers get pages of one row, so that three trees fill several.</summary>
    private static async Task<CollectedStream> CollectAsync(string failAt, string streamId = "growers")
    {
        var pageSize = streamId is "tree_keepers" ? "1" : "10";
        await using var session = new BenchSession(
            new OrchardPlugin(), SomeOrchard.Settings(("rows", "30"), ("page_size", pageSize), ("fail_at", failAt)), SomeOrchard.DeadHttp, TimeProvider.System);

        return (await session.CollectAllAsync(Cancellation)).Single(stream => stream.Stream.Id == streamId);
    }
}
