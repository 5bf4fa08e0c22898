using System.Text.Json;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Plugins;
using Microsoft.Extensions.Time.Testing;

namespace Host.Sample.Tests.Plugins;

public sealed class PluginConductTests
{
    // Of 10 ms each: what does not come by then does not come at all.
    private const int MostMoments = 3000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_that_fails_three_runs_in_a_row_is_taken_out_and_the_last_good_one_takes_over()
    {
        await using var host = await ChameleonHost.StartAsync();
        await host.RunAsync();
        host.Folders.InstallChameleon("1.1.0");
        await host.Versions.UseAsync("chameleon", "1.0.0", Token);
        host.Folders.InstallChameleon("2.0.0", """{"conduct":"throws"}""");
        await host.Versions.UseAsync("chameleon", PluginVersions.Newest, Token);

        var runs = await host.RunTimesAsync(4);

        runs.Select(run => (run.PluginVersion, run.State)).ShouldBe([("2.0.0", RunState.Failed), ("2.0.0", RunState.Failed), ("2.0.0", RunState.Failed), ("1.0.0", RunState.Published)]);
        host.Version("2.0.0").State.ShouldBe(PluginState.Quarantined);
        host.Version("2.0.0").Reason.ShouldNotBeNull().ShouldContain("3 runs in a row failed by its own fault");
        host.Version("2.0.0").Reason.ShouldNotBeNull().ShouldContain("It is not green here.");
        host.Version("1.1.0").Reason.ShouldBe("Version 1.0.0 is the last that has proven itself; a newer one has failed.");
    }

    [Fact]
    public async Task A_version_alone_is_taken_out_too_and_a_person_can_let_it_in_again()
    {
        await using var host = await ChameleonHost.StartAsync("""{"conduct":"throws"}""");
        await host.RunTimesAsync(3);
        var refused = await Should.ThrowAsync<HostException>(host.RunAsync);

        var released = await host.Versions.ReleaseAsync("chameleon", "1.0.0", Token);

        refused.Message.ShouldContain("3 runs in a row failed by its own fault");
        refused.Fix.ShouldContain("plugins release chameleon 1.0.0");
        released.State.ShouldBe(PluginState.Available);
        (await host.RunAsync()).PluginVersion.ShouldBe("1.0.0");
    }

    [Fact]
    public async Task Quarantine_holds_in_the_next_process_and_ends_with_other_files()
    {
        await using var host = await ChameleonHost.StartAsync("""{"conduct":"throws"}""");
        await host.RunTimesAsync(3);
        await using PluginRooms next = new(host.Folders.Options);
        next.Catalog.Find("chameleon")!.State.ShouldBe(PluginState.Quarantined);

        var folder = Path.Combine(host.Folders.Plugins, "chameleon", "1.0.0");
        await File.WriteAllTextAsync(Path.Combine(folder, "chameleon.json"), "{}", Token);
        File.Delete(Path.Combine(folder, "plugin.sha256"));
        TestFolders.WriteHashes(folder);

        next.Catalog.Find("chameleon")!.State.ShouldBe(PluginState.Available);
    }

    [Fact]
    public async Task A_plugin_that_gives_no_page_and_does_not_stop_is_left_behind_and_taken_out()
    {
        FakeTimeProvider clock = new(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        await using var host = await ChameleonHost.StartAsync("""{"conduct":"hangs"}""", clock: clock);
        AppContext.SetSwitch("Chameleon.Hangs", false);

        var running = host.RunAsync();
        await HangsAsync();
        await AdvanceUntilAsync(running, clock, TimeSpan.FromMinutes(1));

        var run = await running;
        run.State.ShouldBe(RunState.Failed);
        run.Message.ShouldNotBeNull().ShouldContain("It gave no page of things for 10 min, and when it was told to stop it did not.");
        host.Version("1.0.0").State.ShouldBe(PluginState.Quarantined);
    }

    [Fact]
    public async Task A_plugin_that_does_not_say_who_it_is_and_does_not_stop_is_left_behind_and_taken_out()
    {
        FakeTimeProvider clock = new(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        await using var host = await ChameleonHost.StartAsync("""{"conduct":"hangsInIdentify"}""", clock: clock);
        AppContext.SetSwitch("Chameleon.Hangs", false);

        var running = host.RunAsync();
        await HangsAsync();
        await AdvanceUntilAsync(running, clock, TimeSpan.FromMinutes(1));

        var run = await running;
        run.State.ShouldBe(RunState.Failed);
        run.Message.ShouldNotBeNull().ShouldContain("It gave no word on who it is for 10 min, and when it was told to stop it did not.");
        host.Version("1.0.0").State.ShouldBe(PluginState.Quarantined);
    }

    [Fact]
    public async Task A_run_is_cancelled_also_when_its_plugin_does_not_listen()
    {
        FakeTimeProvider clock = new(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        await using var host = await ChameleonHost.StartAsync("""{"conduct":"hangs"}""", clock: clock);
        AppContext.SetSwitch("Chameleon.Hangs", false);
        var runs = host.Get<Host.Sample.Runs.RunService>();
        var queued = await runs.QueueAsync(ChameleonHost.Connector, "test", false, Token);
        var running = runs.ExecuteAsync(queued.Id, Token);
        await HangsAsync();

        await runs.CancelAsync(queued.Id, Token);
        await AdvanceUntilAsync(running, clock, TimeSpan.FromSeconds(5));

        (await running).State.ShouldBe(RunState.Cancelled);
        host.Version("1.0.0").Reason.ShouldNotBeNull().ShouldContain("It was told to stop collecting things and did not within 30 s.");
    }

    [Fact]
    public async Task A_plugin_that_hangs_in_a_question_about_settings_is_taken_out()
    {
        FakeTimeProvider clock = new(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        await using var host = await ChameleonHost.StartAsync(clock: clock);
        host.Folders.InstallChameleon("1.1.0", """{"conduct":"hangsInValidate"}""");
        AppContext.SetSwitch("Chameleon.Hangs", false);

        // Its check meets it already: the connector's settings are shown to it.
        for (var moment = 0; moment < MostMoments && host.Version("1.1.0").State is not PluginState.Broken; moment++)
        {
            Token.ThrowIfCancellationRequested();

            // Time passes fast only while the plugin hangs: what is loaded in earnest has its deadline too.
            var hangs = AppContext.TryGetSwitch("Chameleon.Hangs", out var isHanging) && isHanging;
            AppContext.SetSwitch("Chameleon.Hangs", false);
            clock.Advance(hangs ? TimeSpan.FromSeconds(16) : TimeSpan.FromMilliseconds(50));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }

        var (state, reason) = (host.Version("1.1.0").State, host.Version("1.1.0").Reason);
        state.ShouldBe(PluginState.Broken, reason);
        reason.ShouldNotBeNull().ShouldContain("did not end within 15 s while it was asked to check settings");
        host.Serving.ShouldBe("1.0.0", "the version before goes on serving");
        (await host.Get<ConnectorService>().ListAsync(Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_plugin_that_floods_memory_is_stopped_and_taken_out()
    {
        AppContext.SetSwitch("Chameleon.Stop", false);
        await using var host = await ChameleonHost.StartAsync("""{"conduct":"floods"}""", options => options with { PluginMemoryBytes = 96 * 1024 * 1024 });

        try
        {
            var running = host.RunAsync();

            while (host.Version("1.0.0").State is not PluginState.Quarantined)
            {
                // It is left behind after its time to stop, or ends because it is told to here.
                running.IsCompleted.ShouldBeFalse();
                AppContext.SetSwitch("Chameleon.Stop", GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes > 400L * 1024 * 1024);
                await Task.Yield();
            }

            AppContext.SetSwitch("Chameleon.Stop", true);
            (await running).Message.ShouldNotBeNull().ShouldContain("MiB of memory for a page of things");
            host.Version("1.0.0").Reason.ShouldNotBeNull().ShouldContain("of memory for a page of things");
        }
        finally
        {
            AppContext.SetSwitch("Chameleon.Stop", true);
        }
    }

    [Fact]
    public async Task A_plugin_that_stays_in_memory_each_time_it_is_let_go_is_taken_out()
    {
        using TestFolders folders = new();
        folders.InstallChameleon("1.0.0", """{"conduct":"leaks"}""");
        FakeTimeProvider clock = new();
        await using PluginRooms rooms = new(folders.Options, clock);

        for (var time = 0; time < DepartedPlugins.MostLeft; time++)
        {
            rooms.Catalog.Find("chameleon")!.State.ShouldBe(PluginState.Available);
            await UseAsync(rooms.Plugins);
            clock.Advance(TimeSpan.FromMinutes(6));
            await rooms.Plugins.SweepAsync(Token);
            clock.Advance(TimeSpan.FromMinutes(6));
            await rooms.Plugins.SweepAsync(Token);
        }

        rooms.Catalog.Find("chameleon")!.State.ShouldBe(PluginState.Quarantined);
        rooms.Catalog.Find("chameleon")!.Reason.ShouldNotBeNull().ShouldContain("still in memory each time");
    }

    [Fact]
    public async Task Processes_that_end_while_a_plugin_is_at_work_give_it_a_process_of_its_own()
    {
        using TestFolders folders = new();
        folders.InstallChameleon();
        FakeTimeProvider clock = new();
        await using PluginRooms rooms = new(folders.Options, clock);
        var plugin = rooms.Catalog.Require("chameleon");
        var hash = PluginContent.HashOf(plugin.Folder);

        for (var crash = 0; crash < PluginConduct.MostCrashes; crash++)
        {
            rooms.Records.Find("chameleon").IsIsolated.ShouldBeFalse();
            Crash(rooms, plugin, hash);
            rooms.Get<PluginConduct>().LookBack();
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        rooms.Records.Find("chameleon").IsolatedBecause.ShouldBe("The host ended 3 times within 5 min while version 1.0.0 was at work in it.");
        rooms.Catalog.Find("chameleon")!.State.ShouldBe(PluginState.Available);
    }

    [Fact]
    public async Task Processes_that_end_now_and_then_are_nothing()
    {
        using TestFolders folders = new();
        folders.InstallChameleon();
        FakeTimeProvider clock = new();
        await using PluginRooms rooms = new(folders.Options, clock);
        var plugin = rooms.Catalog.Require("chameleon");

        for (var crash = 0; crash < 6; crash++)
        {
            Crash(rooms, plugin, PluginContent.HashOf(plugin.Folder));
            rooms.Get<PluginConduct>().LookBack();
            clock.Advance(TimeSpan.FromMinutes(3));
        }

        rooms.Records.Find("chameleon").IsIsolated.ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_that_ends_leaves_no_marker_and_one_that_is_open_counts_as_living()
    {
        using TestFolders folders = new();
        folders.InstallChameleon();
        await using PluginRooms rooms = new(folders.Options);

        await using (await rooms.Plugins.OpenAsync("chameleon", Token))
        {
            rooms.Get<RunningMarkers>().TakeLeft().ShouldBeEmpty();
            Directory.EnumerateFiles(Path.Combine(folders.Data, "state", "running")).ShouldHaveSingleItem();
        }

        Directory.EnumerateFiles(Path.Combine(folders.Data, "state", "running")).ShouldBeEmpty();
    }

    // As the file looks when its process has died: there, and held by nobody.
    private static void Crash(PluginRooms rooms, InstalledPlugin plugin, string hash)
    {
        var folder = Directory.CreateDirectory(Path.Combine(rooms.Get<HostOptions>().DataFolder, "state", "running")).FullName;
        File.WriteAllText(Path.Combine(folder, $"{Guid.NewGuid():N}.json"), JsonSerializer.Serialize(new RunningMark(plugin.Id, plugin.Version, hash)));
    }

    private static async Task UseAsync(LoadedPlugins plugins)
    {
        await using var session = await plugins.OpenAsync("chameleon", Token);
        session.Connector.Validate(global::Plugin.Abstractions.Settings.SettingValues.Empty);
    }

    // The plugin itself says when it hangs; from then on only time can end it.
    private static async Task HangsAsync()
    {
        while (!AppContext.TryGetSwitch("Chameleon.Hangs", out var hangs) || !hangs)
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task AdvanceUntilAsync(Task work, FakeTimeProvider clock, TimeSpan step)
    {
        while (!work.IsCompleted)
        {
            Token.ThrowIfCancellationRequested();
            clock.Advance(step);
            await Task.Yield();
        }
    }
}
