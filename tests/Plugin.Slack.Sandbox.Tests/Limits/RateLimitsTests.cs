using System.Globalization;
using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Plugin.Slack.Sandbox.Tests.Limits;

public sealed class RateLimitsTests
{
    [Theory]
    [InlineData("users.list", 20)]
    [InlineData("team.info", 50)]
    [InlineData("users.profile.get", 100)]
    [InlineData("auth.test", 600)]
    public async Task A_method_keeps_the_rate_of_its_tier_after_its_burst(string method, int callsAMinute)
    {
        FakeTimeProvider time = new(SandboxClient.Now);
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { RateLimits = true, Burst = 3, TimeProvider = time });
        TimeSpan interval = TimeSpan.FromMinutes(1) / callsAMinute;

        (await GivenAsync(slack, method, 5)).ShouldBe(3);
        time.Advance(interval - TimeSpan.FromMilliseconds(1));
        (await GivenAsync(slack, method, 1)).ShouldBe(0);
        time.Advance(TimeSpan.FromMilliseconds(1));
        (await GivenAsync(slack, method, 2)).ShouldBe(1);
        time.Advance(TimeSpan.FromMinutes(10));
        (await GivenAsync(slack, method, 5)).ShouldBe(3);
    }

    [Theory]
    [InlineData(0.5, 6)]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    public async Task A_Slack_may_be_stricter_or_laxer_than_its_tiers_say(double factor, int secondsBetweenCalls)
    {
        FakeTimeProvider time = new(SandboxClient.Now);
        await using SandboxClient slack = await SandboxClient.StartAsync(
            new SandboxOptions { RateLimits = true, Burst = 1, RateFactor = factor, TimeProvider = time });

        (await GivenAsync(slack, "users.list", 2)).ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(secondsBetweenCalls) - TimeSpan.FromMilliseconds(1));
        (await GivenAsync(slack, "users.list", 1)).ShouldBe(0);
        time.Advance(TimeSpan.FromMilliseconds(1));
        (await GivenAsync(slack, "users.list", 2)).ShouldBe(1);
    }

    [Fact]
    public async Task A_Slack_that_tolerates_bursts_takes_them_and_then_keeps_its_rate()
    {
        FakeTimeProvider time = new(SandboxClient.Now);
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { RateLimits = true, Burst = 40, TimeProvider = time });

        (await GivenAsync(slack, "users.list", 45)).ShouldBe(40);
        time.Advance(TimeSpan.FromSeconds(3));
        (await GivenAsync(slack, "users.list", 2)).ShouldBe(1);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [InlineData(1_000, 1)]
    public async Task Retry_after_is_whole_seconds_scaled_and_at_least_one(double scale, int seconds)
    {
        FakeTimeProvider time = new(SandboxClient.Now);
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { RateLimits = true, Burst = 1, TimeScale = scale, TimeProvider = time });
        using HttpResponseMessage first = await slack.SendAsync("users.list", SandboxClient.Token);

        using HttpResponseMessage second = await slack.SendAsync("users.list", SandboxClient.Token);

        second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        second.Headers.GetValues("Retry-After").ShouldBe([seconds.ToString(CultureInfo.InvariantCulture)]);
        (await SandboxClient.ReadAsync(second)).ErrorCode().ShouldBe("ratelimited");
        time.Advance(TimeSpan.FromSeconds(seconds));
        (await GivenAsync(slack, "users.list", 1)).ShouldBe(1);
    }

    [Fact]
    public async Task One_method_does_not_hold_up_another_and_all_tokens_share()
    {
        FakeTimeProvider time = new(SandboxClient.Now);
        await using SandboxClient slack = await SandboxClient.StartAsync(
            new SandboxOptions { RateLimits = true, Burst = 1, TimeProvider = time, Tokens = [new("xoxp-other", ["users:read"])] });

        (await GivenAsync(slack, "users.list", 2)).ShouldBe(1);

        using HttpResponseMessage other = await slack.SendAsync("users.list", "xoxp-other");
        other.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await GivenAsync(slack, "usergroups.list", 1)).ShouldBe(1);
        (await slack.CallsAsync("users.list")).GetProperty("throttled").GetInt32().ShouldBe(2);
    }

    private static async Task<int> GivenAsync(SandboxClient slack, string method, int calls)
    {
        int given = 0;
        for (int call = 0; call < calls; call++)
        {
            using HttpResponseMessage response = await slack.SendAsync(method, SandboxClient.Token, ("limit", "1"));
            given += response.StatusCode == HttpStatusCode.OK ? 1 : 0;
        }

        return given;
    }
}
