using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Api;

public sealed class MethodPacerTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Three_calls_go_at_once_and_the_rest_at_the_tiers_rate()
    {
        MethodPacer pacer = new(SlackTier.Tier2, PaceChoice.Tier);

        Enumerable.Range(0, 6).Select(_ => pacer.Reserve(_clock).TotalSeconds).ShouldBe([0, 0, 0, 3, 6, 9]);
    }

    [Theory]
    [InlineData((int)SlackTier.Tier2)]
    [InlineData((int)SlackTier.Tier3)]
    public void No_minute_has_more_calls_than_the_tier_whenever_they_are_asked_for(int tier) =>
        Gen.Int[0, 90].Array[200].Sample(pauses =>
        {
            FakeTimeProvider clock = new();
            MethodPacer pacer = new((SlackTier)tier, PaceChoice.Tier);
            List<double> calls = [];

            foreach (var pause in pauses)
            {
                // Most callers ask again at once; some come back after a while.
                clock.Advance(TimeSpan.FromSeconds(pause > 80 ? pause : 0));
                clock.Advance(pacer.Reserve(clock));
                calls.Add(clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
            }

            for (var index = tier; index < calls.Count; index++)
            {
                (calls[index] - calls[index - tier]).ShouldBeGreaterThanOrEqualTo(60);
            }
        });

    [Fact]
    public void A_long_run_takes_at_most_five_percent_more_than_the_tier_allows()
    {
        MethodPacer pacer = new(SlackTier.Tier2, PaceChoice.Tier);
        var begin = _clock.GetUtcNow();

        for (var call = 0; call < 1_000; call++)
        {
            _clock.Advance(pacer.Reserve(_clock));
        }

        (_clock.GetUtcNow() - begin).ShouldBeLessThan(TimeSpan.FromMinutes(1_000 / 20.0) * 1.05);
    }

    [Fact]
    public void A_refusal_closes_the_method_and_slows_it_down_for_an_hour()
    {
        MethodPacer pacer = new(SlackTier.Tier2, PaceChoice.Tier);
        pacer.Reserve(_clock);

        pacer.Refused(TimeSpan.FromSeconds(30), _clock);

        pacer.ClosedFor(_clock).ShouldBe(TimeSpan.FromSeconds(30));
        pacer.PerMinute.ShouldBe(15.6, 0.001);
        pacer.Reserve(_clock).ShouldBe(TimeSpan.FromSeconds(30));
        pacer.Reserve(_clock).TotalSeconds.ShouldBe(30 + (60 / 15.6), 0.001);
        pacer.Succeeded(_clock);
        pacer.PerMinute.ShouldBe(15.6, 0.001);
        _clock.Advance(TimeSpan.FromMinutes(61));

        for (var success = 0; success < 5; success++)
        {
            pacer.Succeeded(_clock);
        }

        pacer.PerMinute.ShouldBe(20);
    }

    [Fact]
    public void A_long_pause_says_that_the_minute_is_full()
    {
        MethodPacer pacer = new(SlackTier.Tier2, PaceChoice.Tier);

        for (var call = 0; call < 12; call++)
        {
            _clock.Advance(pacer.Reserve(_clock));
        }

        _clock.Advance(TimeSpan.FromSeconds(4));
        pacer.Refused(TimeSpan.FromSeconds(29), _clock);

        pacer.PerMinute.ShouldBe(11, "eleven passed and the twelfth was refused");
    }

    [Fact]
    public void A_burst_that_is_refused_says_nothing_about_the_rate()
    {
        MethodPacer pacer = new(SlackTier.Tier2, PaceChoice.Tier);
        pacer.Reserve(_clock);
        pacer.Reserve(_clock);

        pacer.Refused(TimeSpan.FromSeconds(30), _clock);

        pacer.PerMinute.ShouldBe(15.6, 0.001);
    }

    [Theory]
    [InlineData((int)SlackTier.Tier2, 1.0, 5)]
    [InlineData((int)SlackTier.Tier2, 1.0, 1_000)]
    [InlineData((int)SlackTier.Tier2, 0.8, 5)]
    [InlineData((int)SlackTier.Tier4, 1.0, 5)]
    [InlineData((int)SlackTier.Tier4, 0.8, 5)]
    public async Task A_server_is_overrun_once_at_most_and_hardly_kept_waiting(int tier, double factor, int burst)
    {
        // On a clock that jumps over waits: 500 calls one after the other, against the sandbox's own limits.
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var sandbox = await Sandboxes.StartAsync(
            cancellationToken, options => options with { Users = 100, RateLimits = true, RateFactor = factor, Burst = burst, TimeProvider = _clock });
        using SlackTestBench bench = new(sandbox.Address, isPaced: true, clock: _clock);
        var session = bench.Part<SlackSessions>().Open(bench.Context, "test");
        SlackCall<UsersListAnswer> list = new("users.list", SlackTier.Tier2, [new("limit", "1")], new(SlackJson.Default.UsersListAnswer));
        SlackCall<UsersInfoAnswer> info = new("users.info", SlackTier.Tier4, [new("user", "USLACKBOT")], new(SlackJson.Default.UsersInfoAnswer));
        CallCost cost = new();
        var begin = _clock.GetUtcNow();

        for (var index = 0; index < 500; index++)
        {
            var failure = tier == (int)SlackTier.Tier2
                ? (await session.CallAsync(list, cost, cancellationToken)).Failure
                : (await session.CallAsync(info, cost, cancellationToken)).Failure;
            failure.ShouldBeNull();
        }

        cost.Throttled.ShouldBeLessThanOrEqualTo(1);
        (_clock.GetUtcNow() - begin).ShouldBeLessThan(TimeSpan.FromMinutes(500 / (tier * factor)) * 1.05);
    }

    [Fact]
    public void The_rate_never_falls_below_one_a_minute()
    {
        MethodPacer pacer = new(SlackTier.Tier2, PaceChoice.Tier);

        for (var refusal = 0; refusal < 50; refusal++)
        {
            pacer.Refused(TimeSpan.FromSeconds(1), _clock);
        }

        pacer.PerMinute.ShouldBe(1);
    }

    [Fact]
    public void Without_pace_only_refusals_make_it_wait()
    {
        MethodPacer pacer = new(SlackTier.Tier2, PaceChoice.Unpaced);

        for (var call = 0; call < 1_000; call++)
        {
            pacer.Reserve(_clock).ShouldBe(TimeSpan.Zero);
        }

        pacer.Refused(TimeSpan.FromSeconds(9), _clock);
        pacer.Reserve(_clock).ShouldBe(TimeSpan.FromSeconds(9));
    }

    [Fact]
    public void One_method_never_waits_for_another()
    {
        MethodPacers pacers = new();
        pacers.For("users.list", SlackTier.Tier2, PaceChoice.Tier).Refused(TimeSpan.FromMinutes(1), _clock);

        pacers.For("team.info", SlackTier.Tier3, PaceChoice.Tier).Reserve(_clock).ShouldBe(TimeSpan.Zero);
        pacers.For("users.list", SlackTier.Tier2, PaceChoice.Tier).Reserve(_clock).ShouldBe(TimeSpan.FromMinutes(1));
    }
}
