using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Plugin.Abstractions;
using Plugin.Conformance.Bench;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Api;

/// <summary>The pace that several sessions of one app and workspace keep together.</summary>
public sealed class SharedPaceTests
{
    private const string Method = "users.list";
    private const string Whose = "pace/slack.com/A1/T1";

    private static readonly SlackCall<UsersListAnswer> List = new(Method, SlackTier.Tier2, [new("limit", "1")], new(SlackJson.Default.UsersListAnswer));

    private readonly FakeTimeProvider _clock = SlackTestBench.NewClock();
    private readonly CallCost _cost = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task No_minute_has_more_calls_than_the_tier_and_together_they_get_all_of_it_however_they_interleave() =>
        Gen.Select(Gen.Int, Gen.Int[1, 5], Gen.Int[0, 300]).SampleAsync(
            async (seed, sessions, milliseconds) =>
            {
                const int PerSession = 60;

                var clock = SlackTestBench.NewClock();
                Random chance = new(seed);
                using Turns turns = new(clock, chance);

                // The way to the store and back takes its time, and everybody else may use the store meanwhile.
                WatchedValues values = new(new MemorySharedValues(clock)) { OnTheWay = () => turns.WaitAsync(TimeSpan.FromMilliseconds(chance.Next(milliseconds + 1))) };
                List<DateTimeOffset> calls = [];
                var begin = clock.GetUtcNow();

                await turns.RunAsync([.. Enumerable.Range(0, sessions).Select(_ => (Func<Task>)CollectAsync)], Token);

                calls.Count.ShouldBe(sessions * PerSession);

                for (var index = (int)SlackTier.Tier2; index < calls.Count; index++)
                {
                    // Whoever has a place at once calls late: by the way back with what was read, and there and back to write it.
                    (calls[index] - calls[index - (int)SlackTier.Tier2]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(61) - TimeSpan.FromMilliseconds(3 * milliseconds));
                }

                // A session alone waits for its own way to the store; of several, one calls while the other is on its way.
                var shortest = TimeSpan.FromMinutes(calls.Count / (double)SlackTier.Tier2);
                (clock.GetUtcNow() - begin).ShouldBeLessThan((shortest * 1.05) + (sessions == 1 ? TimeSpan.Zero : TimeSpan.FromSeconds(3)));

                async Task CollectAsync()
                {
                    var pace = Session(values, clock);

                    for (var call = 0; call < PerSession; call++)
                    {
                        await turns.WaitAsync(await pace.ReserveAsync(Method, SlackTier.Tier2, new(), Token));
                        calls.Add(clock.GetUtcNow());
                        await pace.SucceededAsync(Method, SlackTier.Tier2, new(), Token);
                    }
                }
            },
            iter: 60,
            threads: 1);

    [Fact]
    public async Task A_refusal_of_one_closes_the_method_for_all()
    {
        MemorySharedValues values = new(_clock);
        var (one, other) = (Session(values, _clock), Session(values, _clock));
        await one.ReserveAsync(Method, SlackTier.Tier2, _cost, Token);
        await other.ReserveAsync(Method, SlackTier.Tier2, _cost, Token);

        await one.RefusedAsync(Method, SlackTier.Tier2, TimeSpan.FromSeconds(30), _cost, Token);

        (await other.ClosedForAsync(Method, SlackTier.Tier2, _cost, Token)).ShouldBe(TimeSpan.FromSeconds(30));
        (await other.ReserveAsync(Method, SlackTier.Tier2, _cost, Token)).ShouldBe(TimeSpan.FromSeconds(30));
        (await one.ReserveAsync(Method, SlackTier.Tier2, _cost, Token)).TotalSeconds.ShouldBe(30 + (60 / 15.6), 0.001);
        (await other.ReserveAsync("conversations.list", SlackTier.Tier2, _cost, Token)).ShouldBe(TimeSpan.Zero, "another method");
        (await Session(values, _clock, "pace/slack.com/A1/T2").ReserveAsync(Method, SlackTier.Tier2, _cost, Token)).ShouldBe(TimeSpan.Zero, "another workspace");
    }

    [Fact]
    public async Task A_process_that_starts_anew_goes_on_where_the_last_one_stopped()
    {
        MemorySharedValues values = new(_clock);
        var first = Session(values, _clock);

        for (var call = 0; call < 20; call++)
        {
            _clock.Advance(await first.ReserveAsync(Method, SlackTier.Tier2, _cost, Token));
        }

        // A clock of its own, as another machine has, which is minutes off.
        FakeTimeProvider elsewhere = new(_clock.GetUtcNow().AddMinutes(7));

        (await Session(values, elsewhere).ReserveAsync(Method, SlackTier.Tier2, _cost, Token)).ShouldBe(TimeSpan.FromSeconds(61 - 51));
    }

    [Fact]
    public async Task A_pace_that_a_refusal_slowed_down_is_won_back_after_an_hour_for_all()
    {
        WatchedValues values = new(new MemorySharedValues(_clock));
        var (one, other) = (Session(values, _clock), Session(values, _clock));
        await one.RefusedAsync(Method, SlackTier.Tier2, TimeSpan.FromSeconds(30), _cost, Token);
        await other.ReserveAsync(Method, SlackTier.Tier2, _cost, Token);
        var before = values.Writes.Count;

        await other.SucceededAsync(Method, SlackTier.Tier2, _cost, Token);

        values.Writes.Count.ShouldBe(before, "within the hour an answer changes nothing");
        _clock.Advance(TimeSpan.FromMinutes(61));

        for (var success = 0; success < 9; success++)
        {
            await other.SucceededAsync(Method, SlackTier.Tier2, _cost, Token);
        }

        values.Writes.Count.ShouldBe(before + 5, "and once the whole rate is won back neither");
        JsonDocument.Parse((await values.ReadAsync($"{Whose}/{Method}/20", Token)).Value!).RootElement.GetProperty("per_minute").GetDouble().ShouldBe(20);
    }

    [Fact]
    public async Task A_session_alone_writes_once_a_call_and_looks_again_only_after_a_wait()
    {
        WatchedValues values = new(new MemorySharedValues(_clock));
        await using var sandbox = await Sandboxes.StartAsync(Token, options => options with { Users = 100 });
        using SlackTestBench bench = new(sandbox.Address, isPaced: true, clock: _clock, shared: values);
        var session = bench.Part<SlackSessions>().Open(bench.Context, "test");
        var identity = await session.IdentifyAsync(new(), Token);

        for (var call = 0; call < 40; call++)
        {
            (await session.CallAsync(List, _cost, Token)).Failure.ShouldBeNull();
        }

        values.Writes.Count.ShouldBe(40);
        values.Reads.Count.ShouldBe(40 + bench.Waits.All.Count);
        bench.Waits.All.Count.ShouldBeInRange(30, 37);
        values.Reads.Distinct().ShouldBe([$"pace/{sandbox.Address.Authority}/1234567890.9876543210/{identity.TeamId}/users.list/20"]);
        values.Writes.ShouldAllBe(write => write.Value.Length < 1_000);
    }

    [Fact]
    public void A_full_pace_of_every_tier_fits_into_a_value()
    {
        foreach (var tier in Enum.GetValues<SlackTier>())
        {
            var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
            var state = Enumerable.Range(0, 500).Aggregate(PaceState.New(tier), (state, _) => state.Reserve(tier, now)).Refused(TimeSpan.FromSeconds(1.5), now);
            var text = state.ToJson();

            text.Length.ShouldBeLessThan(SharedValue.LongestValue);
            PaceState.Read(text, tier, state.Next).ToJson().ShouldBe(text);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connectors_of_one_app_and_workspace_are_hardly_refused_when_they_share_and_often_when_not(bool isShared)
    {
        // Three processes by turns, on a clock that jumps over waits, against the sandbox's own limits.
        await using var sandbox = await Sandboxes.StartAsync(Token, options => options with { Users = 100, RateLimits = true, TimeProvider = _clock });
        MemorySharedValues common = new(_clock);
        SlackTestBench[] benches = [.. Enumerable.Range(0, 3).Select(_ => new SlackTestBench(sandbox.Address, isPaced: true, clock: _clock, shared: isShared ? common : null))];
        SlackSession[] sessions = [.. benches.Select(bench => bench.Part<SlackSessions>().Open(bench.Context, "test"))];
        var begin = _clock.GetUtcNow();

        foreach (var session in sessions)
        {
            await session.IdentifyAsync(new(), Token);
        }

        for (var call = 0; call < 300; call++)
        {
            (await sessions[call % 3].CallAsync(List, _cost, Token)).Failure.ShouldBeNull();
        }

        Array.ForEach(benches, bench => bench.Dispose());

        if (isShared)
        {
            _cost.Throttled.ShouldBe(0);
            (_clock.GetUtcNow() - begin).ShouldBeLessThan(TimeSpan.FromMinutes(300 / 20.0) * 1.05);
        }
        else
        {
            _cost.Throttled.ShouldBeGreaterThan(5);
        }
    }

    [Fact]
    public async Task Those_who_waited_while_one_was_refused_do_not_all_go_at_the_moment_when_the_method_opens()
    {
        using Turns turns = new(_clock, new(1));
        MemorySharedValues values = new(_clock);
        List<DateTimeOffset> calls = [];
        var first = Session(values, _clock);

        // Eight places are taken when the first call is refused.
        await first.ReserveAsync(Method, SlackTier.Tier2, _cost, Token);
        var others = Enumerable.Range(0, 7).Select(_ => Session(values, _clock)).ToList();
        List<TimeSpan> waits = [];

        foreach (var other in others)
        {
            waits.Add(await other.ReserveAsync(Method, SlackTier.Tier2, _cost, Token));
        }

        await first.RefusedAsync(Method, SlackTier.Tier2, TimeSpan.FromSeconds(60), _cost, Token);
        await turns.RunAsync([.. others.Select((other, index) => (Func<Task>)(() => CallAsync(other, waits[index])))], Token);

        for (var index = 1; index < calls.Count; index++)
        {
            (calls[index] - calls[index - 1]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(3));
        }

        async Task CallAsync(SessionPace pace, TimeSpan wait)
        {
            // As the client does.
            await turns.WaitAsync(wait);

            while (await pace.ClosedForAsync(Method, SlackTier.Tier2, _cost, Token) > TimeSpan.Zero)
            {
                await turns.WaitAsync(await pace.ReserveAsync(Method, SlackTier.Tier2, _cost, Token));
            }

            calls.Add(_clock.GetUtcNow());
        }
    }

    [Fact]
    public async Task Without_the_store_a_session_goes_on_by_itself_from_what_it_heard_last_says_so_once_and_asks_again_after_a_minute()
    {
        WatchedValues values = new(new MemorySharedValues(_clock));
        var (pace, other) = (Session(values, _clock), Session(values, _clock));

        for (var call = 0; call < 3; call++)
        {
            (await other.ReserveAsync(Method, SlackTier.Tier2, _cost, Token)).ShouldBe(TimeSpan.Zero);
        }

        (await pace.ReserveAsync(Method, SlackTier.Tier2, _cost, Token)).ShouldBe(TimeSpan.FromSeconds(3));
        values.Trouble = () => new InvalidOperationException("away");

        (await pace.ReserveAsync(Method, SlackTier.Tier2, _cost, Token)).ShouldBe(TimeSpan.FromSeconds(6), "after the calls of the other one");
        _cost.HasOwnPace.ShouldBeTrue();
        var asked = values.Reads.Count;
        CallCost later = new();
        (await pace.ReserveAsync(Method, SlackTier.Tier2, later, Token)).ShouldBe(TimeSpan.FromSeconds(9));
        await pace.RefusedAsync(Method, SlackTier.Tier2, TimeSpan.FromSeconds(20), later, Token);
        (await pace.ClosedForAsync(Method, SlackTier.Tier2, later, Token)).ShouldBe(TimeSpan.FromSeconds(20));
        values.Reads.Count.ShouldBe(asked, "the store is left alone for a minute");

        _clock.Advance(TimeSpan.FromMinutes(1));
        await pace.ReserveAsync(Method, SlackTier.Tier2, later, Token);
        values.Reads.Count.ShouldBe(asked + 1);
        later.HasOwnPace.ShouldBeFalse("it was told already");
        values.Trouble = null;

        _clock.Advance(TimeSpan.FromMinutes(1));
        var before = values.Writes.Count;
        await pace.ReserveAsync(Method, SlackTier.Tier2, later, Token);
        values.Writes.Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task Who_is_always_late_goes_on_by_itself()
    {
        WatchedValues values = new(new MemorySharedValues(_clock)) { IsAlwaysLate = true };
        var pace = Session(values, _clock);

        (await pace.ReserveAsync(Method, SlackTier.Tier2, _cost, Token)).ShouldBe(TimeSpan.Zero);

        _cost.HasOwnPace.ShouldBeTrue();
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_not_waited_for_longer_than_half_a_minute()
    {
        TaskCompletionSource never = new();
        WatchedValues values = new(new MemorySharedValues(_clock)) { OnTheWay = () => never.Task };
        var reserving = Session(values, _clock).ReserveAsync(Method, SlackTier.Tier2, _cost, Token);

        _clock.Advance(TimeSpan.FromSeconds(29));
        reserving.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));

        (await reserving).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Trouble_with_the_store_is_told_in_the_evidence_and_fails_nothing()
    {
        WatchedValues values = new(new MemorySharedValues(_clock)) { Trouble = () => new TimeoutException() };
        await using var sandbox = await Sandboxes.StartAsync(Token, options => options with { Users = 3_000 });
        using SlackTestBench bench = new(sandbox.Address, isPaced: true, clock: _clock, shared: values);

        var users = await bench.CollectAsync("users", Token);

        users.Notes.ShouldBe(["own_pace"]);
        users.End.Outcome.ShouldBe(Abstractions.Collection.StreamOutcome.Complete);
    }

    [Fact]
    public async Task The_store_is_asked_nothing_without_pace_before_the_workspace_is_known_and_for_methods_with_hundreds_of_calls()
    {
        WatchedValues values = new(new MemorySharedValues(_clock));

        await Session(values, _clock, choice: PaceChoice.Unpaced).ReserveAsync(Method, SlackTier.Tier2, _cost, Token);
        await Session(values, _clock, whose: null).ReserveAsync(Method, SlackTier.Tier2, _cost, Token);
        await Session(values, _clock).ReserveAsync("auth.test", SlackTier.Special, _cost, Token);

        values.Reads.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"granted":null,"per_minute":20}""")]
    [InlineData("""{"granted":["x"],"per_minute":20}""")]
    [InlineData("""{"granted":[],"per_minute":1000000}""")]
    [InlineData("""{"granted":[],"per_minute":0}""")]
    [InlineData("""{"granted":[9000000000000],"per_minute":20}""")]
    [InlineData("""{"granted":[],"per_minute":20,"next":9000000000000}""")]
    [InlineData("""{"granted":[],"per_minute":20,"closed_until":9000000000000}""")]
    public async Task What_is_no_pace_or_of_a_clock_that_was_set_back_is_begun_anew(string text)
    {
        MemorySharedValues values = new(_clock);
        await values.TryWriteAsync($"{Whose}/{Method}/20", text, 0, Token);

        (await Session(values, _clock).ReserveAsync(Method, SlackTier.Tier2, _cost, Token)).ShouldBe(TimeSpan.Zero);

        _cost.HasOwnPace.ShouldBeFalse();
        (await values.ReadAsync($"{Whose}/{Method}/20", Token)).Version.ShouldBe(2);
    }

    private static SessionPace Session(ISharedValues values, TimeProvider clock, string? whose = Whose, PaceChoice choice = PaceChoice.Tier) =>
        new(new MethodPacers(), choice, values, () => whose, clock, NullLogger.Instance);
}
