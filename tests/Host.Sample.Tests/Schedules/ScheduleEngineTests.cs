using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Runs;
using Host.Sample.Schedules;
using Host.Sample.Tests.Cli;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Host.Sample.Tests.Schedules;

/// <summary>Hosts that serve, and what they begin by themselves: Quartz, its tables and the plugin are the real ones.</summary>
public sealed class ScheduleEngineTests : IDisposable
{
    private const string EverySecond = "* * * * * ?";
    private const string AtTwo = "0 0 2 * * ?";

    private static readonly DateTimeOffset Night = new(2026, 3, 2, 1, 30, 0, TimeSpan.Zero);

    private readonly TestFolders _folders = new();
    private readonly FakeTimeProvider _clock = new(Night);

    public ScheduleEngineTests() => _folders.InstallOrchard();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folders.Dispose();

    [Fact]
    public async Task A_time_that_comes_begins_a_run_that_runs_and_is_told()
    {
        var host = await StartAsync(null);
        await host.AddConnectorAsync("Home");

        await SetAsync(host, "Home", new() { Cron = EverySecond, TimeZone = "UTC", IsFull = true });
        var run = await UntilAsync(async () => (await host.Get<RunService>().ListAsync("Home", RunState.Published, 1, Token)).SingleOrDefault());

        run.Trigger.ShouldBe("schedule");
        run.IsFull.ShouldBeTrue();
        var last = await LastAsync(host, "Home");
        last.Outcome.ShouldBeOneOf(ScheduleOutcome.Begun, ScheduleOutcome.AtWork);
        last.RunId.ShouldNotBeNull();
        await using var database = await host.Get<IDbContextFactory<HostDatabase>>().CreateDbContextAsync(Token);
        (await database.AuditEntries.FirstAsync(entry => entry.Action == "run.queued", Token)).Actor.ShouldBe("schedule");
        await host.EndAsync();
    }

    [Fact]
    public async Task A_connector_that_is_at_work_is_not_asked_again()
    {
        var host = await StartAsync(null);
        await host.AddConnectorAsync("Home");
        var atWork = await host.Get<RunService>().QueueAsync("Home", "test", isFull: false, Token);

        await SetAsync(host, "Home", new() { Cron = EverySecond, TimeZone = "UTC" });
        var last = await LastAsync(host, "Home");

        last.Outcome.ShouldBe(ScheduleOutcome.AtWork);
        last.RunId.ShouldBe(atWork.Id);
        last.Message!.ShouldContain($"run {atWork.Id}");
        (await host.Get<RunService>().ListAsync("Home", 10, Token)).Count.ShouldBe(1);
        await host.EndAsync();
    }

    [Fact]
    public async Task What_a_person_must_mend_is_told_in_place_of_a_run()
    {
        var host = await StartAsync(null);
        await host.AddConnectorAsync("Home");
        await host.Get<ConnectorService>().AddAsync(
            new() { Name = "Keyless", PluginId = "orchard", Texts = new Dictionary<string, string?> { ["client_id"] = "some", ["service_address"] = "http://127.0.0.1:9/" }, Secrets = new Dictionary<string, string?> { ["client_secret"] = "some" } }, Token);
        await SetAsync(host, "Keyless", new() { Cron = EverySecond, TimeZone = "UTC" });

        var keyless = await LastAsync(host, "Keyless");
        keyless.Outcome.ShouldBe(ScheduleOutcome.NotReady);
        keyless.Message!.ShouldContain("is not set");
        keyless.Fix!.ShouldContain("Authorize");

        await host.Get<FeatureService>().DisableAsync(host.Folders.Options.EndpointServer, "orchard", Token);
        await SetAsync(host, "Home", new() { Cron = EverySecond, TimeZone = "UTC" });

        var disabled = await LastAsync(host, "Home");
        disabled.Outcome.ShouldBe(ScheduleOutcome.FeatureDisabled);
        disabled.RunId.ShouldBeNull();
        disabled.Fix!.ShouldContain("nable");
        (await host.Get<RunService>().ListAsync(null, 10, Token)).ShouldBeEmpty();
        await host.EndAsync();
    }

    [Fact]
    public async Task One_that_is_paused_begins_nothing_and_does_not_make_up_for_it()
    {
        var host = await StartAsync(_clock);
        await host.AddConnectorAsync("Home");
        await host.AddConnectorAsync("Other");
        await SetAsync(host, "Home", new() { Cron = AtTwo, TimeZone = "UTC" });
        await SetAsync(host, "Other", new() { Cron = AtTwo, TimeZone = "UTC" });
        await host.Get<ScheduleService>().PauseAsync("Home", isPaused: true, Token);

        await AdvanceAsync(_clock, TimeSpan.FromMinutes(30));
        await LastAsync(host, "Other");
        await host.Get<ScheduleService>().PauseAsync("Home", isPaused: false, Token);
        await AdvanceAsync(_clock, TimeSpan.FromMinutes(20));

        (await host.Get<ScheduleService>().GetAsync("Home", Token)).Last.ShouldBeNull();
        (await host.Get<ScheduleService>().GetAsync("Home", Token)).NextAt.ShouldBe(Night.AddHours(24.5));
        (await host.Get<RunService>().ListAsync("Home", 10, Token)).ShouldBeEmpty();
        await host.EndAsync();
    }

    [Fact]
    public async Task What_was_missed_while_no_host_served_is_made_up_for_once_or_left_out()
    {
        var host = await StartAsync(_clock);
        await host.AddConnectorAsync("Once");
        await host.AddConnectorAsync("Wait");
        await SetAsync(host, "Once", new() { Cron = AtTwo, TimeZone = "UTC", WhenMissed = ScheduleMisfire.RunOnce });
        await SetAsync(host, "Wait", new() { Cron = AtTwo, TimeZone = "UTC", WhenMissed = ScheduleMisfire.Wait });
        await AlignedAsync(host, 2);
        await host.EndAsync();

        FakeTimeProvider later = new(Night.AddDays(3));
        var back = await StartAsync(later);
        var once = await LastAsync(back, "Once");

        once.Outcome.ShouldBe(ScheduleOutcome.Begun);
        once.DueAt.ShouldBe(Night.AddHours(0.5));
        once.FiredAt.ShouldBe(Night.AddDays(3));
        (await back.Get<RunService>().ListAsync("Once", 10, Token)).Count.ShouldBe(1);
        (await back.Get<ScheduleService>().GetAsync("Wait", Token)).Last.ShouldBeNull();

        await AdvanceAsync(later, TimeSpan.FromMinutes(30));
        (await LastAsync(back, "Wait")).DueAt.ShouldBe(Night.AddDays(3).AddHours(0.5));
        await back.EndAsync();
    }

    [Fact]
    public async Task Of_two_hosts_of_one_name_the_second_begins_what_is_due_when_the_first_is_gone()
    {
        var first = await StartAsync(null);
        await first.AddConnectorAsync("Home");
        await SetAsync(first, "Home", new() { Cron = EverySecond, TimeZone = "UTC" });
        var second = await StartAsync(null);
        var begun = await LastAsync(first, "Home");

        await first.EndAsync();
        var taken = await UntilAsync(async () => await LastAsync(second, "Home") is { } last && last.FiredAt > begun.FiredAt.AddSeconds(3) ? last : null);

        taken.Outcome.ShouldBeOneOf(ScheduleOutcome.Begun, ScheduleOutcome.AtWork);
        await using var database = await second.Get<IDbContextFactory<HostDatabase>>().CreateDbContextAsync(Token);
        var times = await database.AuditEntries.Where(entry => entry.Action == "run.queued").Select(entry => entry.At).ToListAsync(Token);
        times.Distinct().Count().ShouldBe(times.Count);
        await second.EndAsync();
    }

    [Fact]
    public async Task What_another_process_changes_is_followed()
    {
        var host = await StartAsync(null);
        await host.AddConnectorAsync("Home");

        (await Typed.RunAsync(_folders, "schedules", "set", "Home", "--every", "1h", "--zone", "UTC")).ShouldSucceed();
        await AlignedAsync(host, 1);
        (await Typed.RunAsync(_folders, "schedules", "remove", "Home")).ShouldSucceed();

        await AlignedAsync(host, 0);
        await host.EndAsync();
    }

    [Fact]
    public async Task A_connector_that_is_deleted_takes_its_schedule_with_it()
    {
        var host = await StartAsync(null);
        await host.AddConnectorAsync("Home");
        await SetAsync(host, "Home", new() { Cron = AtTwo, TimeZone = "UTC" });
        await AlignedAsync(host, 1);

        await host.Get<ConnectorService>().RemoveAsync("Home", null, Token);

        await AlignedAsync(host, 0);
        (await host.Get<ScheduleService>().ListAsync(Token)).ShouldBeEmpty();
        await host.EndAsync();
    }

    [Fact]
    public async Task A_scheduler_without_its_tables_says_so_and_keeps_nothing_else_from_working()
    {
        var before = await StartAsync(null);
        await before.AddConnectorAsync("Home");
        await using (var database = await before.Get<IDbContextFactory<HostDatabase>>().CreateDbContextAsync(Token))
        {
            await database.Database.ExecuteSqlRawAsync("DROP TABLE QRTZ_SIMPROP_TRIGGERS", Token);
        }

        await before.EndAsync();

        var host = await StartAsync(null);
        await UntilAsync(() => Task.FromResult(host.Get<ScheduleService>().Trouble));

        host.Get<ScheduleService>().Trouble!.Message.ShouldContain("QRTZ_");
        host.Get<ScheduleService>().Trouble!.Fix.ShouldContain("backup");
        var run = await host.Get<RunService>().QueueAsync("Home", "test", isFull: false, Token);
        (await host.Get<RunService>().ExecuteAsync(run.Id, Token)).State.ShouldBe(RunState.Published);
        await host.EndAsync();
    }

    private static Task<ScheduleView> SetAsync(WebFixture host, string connector, ScheduleDraft draft) => host.Get<ScheduleService>().SetAsync(connector, draft, Token);

    private static Task<LastFiring> LastAsync(WebFixture host, string connector) => UntilAsync(async () => (await host.Get<ScheduleService>().GetAsync(connector, Token)).Last);

    /// <summary>Waits until Quartz has so many triggers.</summary>
    private static Task<WebFixture> AlignedAsync(WebFixture host, int triggers) =>
        UntilAsync(async () => await host.AskStoreAsync<long>("SELECT count(*) FROM QRTZ_TRIGGERS") == triggers ? host : null);

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

    // In steps, as time goes: what waits for a moment gets to see it. No further than to the moment that is looked for: on a machine that is busy it would count as missed.
    private static async Task AdvanceAsync(FakeTimeProvider clock, TimeSpan span)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromMinutes(1))
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }

    private Task<WebFixture> StartAsync(FakeTimeProvider? clock) =>
        WebFixture.StartAsync(_folders, null, clock, enableFeature: true, services => services.AddSingleton(new ScheduleLimits(TimeSpan.FromSeconds(1))));
}
