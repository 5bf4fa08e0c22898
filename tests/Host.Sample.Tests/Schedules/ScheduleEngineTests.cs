using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Runs;
using Host.Sample.Schedules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Host.Sample.Tests.Schedules;

/// <summary>Hosts that serve, and what they begin by themselves: Quartz, its tables and the plugin are the real ones.</summary>
public sealed class ScheduleEngineTests : IDisposable
{
    private const string EverySecond = "* * * * * ?";

    private readonly TestFolders _folders = new();

    public ScheduleEngineTests() => _folders.InstallOrchard();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folders.Dispose();

    [Fact]
    public async Task A_time_that_comes_begins_a_run_that_runs_and_is_told()
    {
        var host = await StartAsync();
        await host.AddConnectorAsync("Home");

        await SetAsync(host, new() { Cron = EverySecond, TimeZone = "UTC", IsFull = true });
        var run = await UntilAsync(async () => (await host.Get<RunService>().ListAsync("Home", RunState.Published, 1, Token)).SingleOrDefault());

        run.Trigger.ShouldBe("schedule");
        run.IsFull.ShouldBeTrue();
        var last = await UntilAsync(async () => (await host.Get<ScheduleService>().GetAsync("Home", Token)).Last);
        last.Outcome.ShouldBeOneOf(ScheduleOutcome.Begun, ScheduleOutcome.AtWork);
        last.RunId.ShouldNotBeNull();
        await using var database = await host.Get<IDbContextFactory<HostDatabase>>().CreateDbContextAsync(Token);
        (await database.AuditEntries.FirstAsync(entry => entry.Action == "run.queued", Token)).Actor.ShouldBe("schedule");
        await host.StopAsync();
    }

    private static Task<ScheduleView> SetAsync(WebFixture host, ScheduleDraft draft) => host.Get<ScheduleService>().SetAsync("Home", draft, Token);

    private static async Task<T> UntilAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        }
    }

    private Task<WebFixture> StartAsync() => WebFixture.StartAsync(_folders, null, null, enableFeature: true, services => services.AddSingleton(new ScheduleLimits(TimeSpan.FromSeconds(1))));
}
