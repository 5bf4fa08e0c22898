using System.Runtime.CompilerServices;
using Host.Sample.Plugins;
using Microsoft.Extensions.Time.Testing;

namespace Host.Sample.Tests.Plugins;

public sealed class LoadedPluginsTests : IDisposable
{
    private readonly TestFolders _folders = new();
    private readonly List<PluginRooms> _rooms = [];

    private PluginCatalog Catalog => _rooms[^1].Catalog;

    public void Dispose() => _folders.Dispose();

    private LoadedPlugins NewPlugins(TimeProvider? clock = null)
    {
        _rooms.Add(new(_folders.Options, clock));

        return _rooms[^1].Plugins;
    }

    [Fact]
    public async Task A_plugin_describes_itself_from_its_folder()
    {
        _folders.InstallOrchard();
        await using var plugins = NewPlugins();

        var description = await plugins.DescribeAsync("orchard", TestContext.Current.CancellationToken);

        description.Service.ShouldBe("Orchard");
        description.Streams.Select(stream => stream.Id).ShouldContain("growers");
    }

    [Fact]
    public async Task What_a_plugin_describes_keeps_nothing_of_the_plugin()
    {
        _folders.InstallOrchard();
        await using var plugins = NewPlugins();

        var description = await plugins.DescribeAsync("orchard", TestContext.Current.CancellationToken);

        object[] parts = [description, description.Settings, description.Scopes, description.Streams, description.Streams[0].Columns, description.SetupSteps];
        parts.ShouldAllBe(part => !part.GetType().Assembly.IsCollectible);
    }

    [Fact]
    public async Task A_used_plugin_is_collected_after_it_was_let_go_twenty_times_over()
    {
        _folders.InstallOrchard();

        for (var cycle = 0; cycle < 20; cycle++)
        {
            var contexts = await UseAsync();

            // Off the stack of the work that has just ended.
            await Task.Yield();

            contexts.Count.ShouldBe(1);
            IsCollected(contexts[0]).ShouldBeTrue($"cycle {cycle}: something still holds the plugin");
        }
    }

    [Theory]
    [InlineData("describe-throws", "describe itself")]
    [InlineData("not-a-plugin", "IConnectorPlugin")]
    [InlineData("registers-nothing", "registers no IConnector")]
    [InlineData("throwing-constructor", "start")]
    public async Task A_bad_plugin_is_put_aside_with_its_reason_and_the_host_lives(string id, string reason)
    {
        _folders.InstallBad(id);
        _folders.InstallOrchard();
        await using var plugins = NewPlugins();

        var failure = await Should.ThrowAsync<HostException>(() => plugins.DescribeAsync(id, TestContext.Current.CancellationToken));

        failure.Problem.ShouldBe(HostProblem.PluginUnavailable);
        failure.Message.ShouldContain(reason);
        failure.InnerException.ShouldBeNull();
        var listed = Catalog.Find(id).ShouldNotBeNull();
        listed.State.ShouldBe(PluginState.Broken);
        listed.Reason.ShouldNotBeNull().ShouldContain(reason);
        (await plugins.DescribeAsync("orchard", TestContext.Current.CancellationToken)).Service.ShouldBe("Orchard");
    }

    [Fact]
    public async Task The_list_has_tried_every_plugin_and_tells_which_are_broken()
    {
        string[] bad = ["describe-throws", "not-a-plugin", "registers-nothing", "throwing-constructor"];
        Array.ForEach(bad, _folders.InstallBad);
        _folders.InstallOrchard();
        await using var plugins = NewPlugins();

        var list = await plugins.ListAsync(TestContext.Current.CancellationToken);

        list.Where(plugin => plugin.State is PluginState.Broken).Select(plugin => plugin.Id).ShouldBe(bad);
        list.Where(plugin => plugin.State is PluginState.Broken).ShouldAllBe(plugin => plugin.Reason != null && plugin.Fix != null);
        list.Where(plugin => plugin.IsAvailable).Select(plugin => plugin.Id).ShouldBe(["orchard"]);
    }

    [Fact]
    public async Task A_plugin_that_hangs_holds_up_no_other()
    {
        _folders.InstallBad("describe-hangs");
        _folders.InstallOrchard();
        FakeTimeProvider clock = new();
        await using var plugins = NewPlugins(clock);

        var hanging = plugins.ListAsync(TestContext.Current.CancellationToken);

        // The clock stands still: the one that hangs has not been given up yet.
        (await plugins.DescribeAsync("orchard", TestContext.Current.CancellationToken)).Service.ShouldBe("Orchard");
        hanging.IsCompleted.ShouldBeFalse();

        while (!hanging.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await hanging).Single(plugin => plugin.Id == "describe-hangs").State.ShouldBe(PluginState.Broken);
    }

    [Fact]
    public async Task A_text_file_named_dll_is_put_aside_with_its_reason()
    {
        var folder = _folders.InstallOrchard();
        await File.WriteAllTextAsync(Path.Combine(folder, "Plugin.Orchard.dll"), "I am no assembly.", TestContext.Current.CancellationToken);
        await using var plugins = NewPlugins();

        var failure = await Should.ThrowAsync<HostException>(() => plugins.DescribeAsync("orchard", TestContext.Current.CancellationToken));

        failure.Message.ShouldContain("is no .NET assembly");
        Catalog.Find("orchard")!.State.ShouldBe(PluginState.Broken);
    }

    [Fact]
    public async Task A_broken_plugin_is_tried_again_when_its_files_have_changed()
    {
        var folder = _folders.InstallOrchard();
        var assembly = Path.Combine(folder, "Plugin.Orchard.dll");
        var good = await File.ReadAllBytesAsync(assembly, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(assembly, "I am no assembly.", TestContext.Current.CancellationToken);
        await using var plugins = NewPlugins();
        await Should.ThrowAsync<HostException>(() => plugins.DescribeAsync("orchard", TestContext.Current.CancellationToken));

        await File.WriteAllBytesAsync(assembly, good, TestContext.Current.CancellationToken);

        (await plugins.DescribeAsync("orchard", TestContext.Current.CancellationToken)).Service.ShouldBe("Orchard");
    }

    [Fact]
    public async Task The_version_before_goes_on_serving_when_a_newer_one_is_broken()
    {
        _folders.InstallOrchard();
        var newer = _folders.InstallOrchard("1.1.0");
        await File.WriteAllTextAsync(Path.Combine(newer, "Plugin.Orchard.dll"), "I am no assembly.", TestContext.Current.CancellationToken);
        await using var plugins = NewPlugins();

        await using var session = await plugins.OpenAsync("orchard", TestContext.Current.CancellationToken);

        session.Plugin.Version.ShouldBe("1.0.0");
    }

    [Fact]
    public async Task A_newer_version_takes_new_sessions_while_an_open_one_stays_on_the_old()
    {
        _folders.InstallOrchard();
        await using var plugins = NewPlugins();
        await using var old = await plugins.OpenAsync("orchard", TestContext.Current.CancellationToken);

        _folders.InstallOrchard("1.1.0");
        await using var next = await plugins.OpenAsync("orchard", TestContext.Current.CancellationToken);

        old.Plugin.Version.ShouldBe("1.0.0");
        next.Plugin.Version.ShouldBe("1.1.0");
        old.Connector.Describe().Service.ShouldBe("Orchard");
    }

    [Fact]
    public async Task A_plugin_that_ships_a_shared_assembly_is_refused()
    {
        var folder = _folders.InstallOrchard();
        File.Copy(typeof(global::Plugin.Abstractions.IConnectorPlugin).Assembly.Location, Path.Combine(folder, "Plugin.Abstractions.dll"));
        await using var plugins = NewPlugins();

        var failure = await Should.ThrowAsync<HostException>(() => plugins.DescribeAsync("orchard", TestContext.Current.CancellationToken));

        failure.Message.ShouldContain("ships 'Plugin.Abstractions.dll'");
    }

    [Fact]
    public async Task A_plugin_that_hangs_is_put_aside_when_its_time_is_over()
    {
        _folders.InstallBad("describe-hangs");
        var clock = new FakeTimeProvider();
        await using var plugins = NewPlugins(clock);

        // Another test may have met the same plugin in this process.
        AppContext.SetSwitch("Bad.Plugin.Hangs", false);
        var describing = plugins.DescribeAsync("describe-hangs", TestContext.Current.CancellationToken);

        // The plugin itself says when it hangs; from then on only time can end it.
        while (!AppContext.TryGetSwitch("Bad.Plugin.Hangs", out var hangs) || !hangs)
        {
            await Task.Yield();
        }

        while (!describing.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(15));
            await Task.Yield();
        }

        var failure = await Should.ThrowAsync<HostException>(() => describing);
        failure.Message.ShouldContain("did not end within 15 s while it was asked to describe itself");
        Catalog.Find("describe-hangs")!.State.ShouldBe(PluginState.Broken);
    }

    [Fact]
    public async Task An_idle_plugin_is_let_go_and_loaded_again_when_it_is_needed()
    {
        _folders.InstallOrchard();
        var clock = new FakeTimeProvider();
        await using var plugins = NewPlugins(clock);
        await (await plugins.OpenAsync("orchard", TestContext.Current.CancellationToken)).DisposeAsync();
        var first = Context(plugins);

        clock.Advance(TimeSpan.FromMinutes(6));
        await plugins.SweepAsync(TestContext.Current.CancellationToken);
        await Task.Yield();

        IsCollected(first).ShouldBeTrue();
        await using var session = await plugins.OpenAsync("orchard", TestContext.Current.CancellationToken);
        session.Connector.Describe().Service.ShouldBe("Orchard");
    }

    [Fact]
    public async Task A_leased_plugin_stays_however_long_it_works()
    {
        _folders.InstallOrchard();
        var clock = new FakeTimeProvider();
        await using var plugins = NewPlugins(clock);
        await using var session = await plugins.OpenAsync("orchard", TestContext.Current.CancellationToken);

        clock.Advance(TimeSpan.FromHours(6));
        Directory.Move(Path.Combine(_folders.Plugins, "orchard"), Path.Combine(_folders.Plugins, ".removed"));
        await plugins.SweepAsync(TestContext.Current.CancellationToken);

        session.Connector.Validate(global::Plugin.Abstractions.Settings.SettingValues.Empty).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_a_plugin_lets_loose_is_contained_and_what_the_host_lets_loose_is_not()
    {
        _folders.InstallOrchard();
        await using var plugins = NewPlugins();
        await using var session = await plugins.OpenAsync("orchard", TestContext.Current.CancellationToken);
        var stray = _rooms[^1].Get<StrayExceptions>();

        var ofPlugin = Should.Throw<Exception>(() => session.Connector.Validate(null!));
        var ofHost = Should.Throw<HostException>(() => Catalog.Require("nothing"));

        stray.IsContained(ofPlugin).ShouldBeTrue();
        stray.IsContained(ofHost).ShouldBeFalse();
    }

    private static WeakReference Context(LoadedPlugins plugins) => plugins.Contexts().ShouldHaveSingleItem();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<IReadOnlyList<WeakReference>> UseAsync()
    {
        await using var plugins = NewPlugins();

        await using (var session = await plugins.OpenAsync("orchard", TestContext.Current.CancellationToken))
        {
            session.Connector.Validate(global::Plugin.Abstractions.Settings.SettingValues.Empty).ShouldNotBeEmpty();
        }

        return plugins.Contexts();
    }

    private static bool IsCollected(WeakReference context)
    {
        for (var attempt = 0; context.IsAlive && attempt < 200; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return !context.IsAlive;
    }
}
