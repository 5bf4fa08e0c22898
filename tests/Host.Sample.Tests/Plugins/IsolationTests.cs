using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Plugins;
using Host.Sample.Runs;
using Host.Sample.SharedValues;
using Microsoft.Extensions.DependencyInjection;

namespace Host.Sample.Tests.Plugins;

/// <summary>The contract in a process of the plugin's own: the same answers, the same rows, and a host that lives on.</summary>
public sealed class IsolationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plugin_collects_the_same_rows_in_a_process_of_its_own()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("North");
        var beside = await RunAsync(host);

        await host.Get<PluginVersions>().IsolateAsync("orchard", true, Token);
        var apart = await RunAsync(host);

        apart.State.ShouldBe(RunState.Published, apart.Message);
        apart.Streams.Select(Told).ShouldBe(beside.Streams.Select(Told));
        apart.Streams.ShouldAllBe(stream => stream.Added == 0 && stream.Changed == 0 && stream.Removed == 0);
        Loaded(host).ShouldBeFalse("nothing of the plugin may be loaded here any more");
    }

    [Fact]
    public async Task What_a_plugin_says_of_itself_and_of_settings_is_the_same()
    {
        await using var host = await WebFixture.StartAsync();
        var beside = System.Text.Json.JsonSerializer.Serialize(await host.Get<ConnectorDescriptions>().GetAsync("orchard", Token));
        var findings = await host.Get<ConnectorService>().ValidateAsync("orchard", new() { Name = "N", Texts = new Dictionary<string, string?> { ["rows"] = "many" } }, Token);

        await host.Get<PluginVersions>().IsolateAsync("orchard", true, Token);
        await using var other = await HostRooms.OpenAsync(host.Folders.Options, new(), Token);

        System.Text.Json.JsonSerializer.Serialize(await other.GetRequiredService<ConnectorDescriptions>().GetAsync("orchard", Token)).ShouldBe(beside);
        (await host.Get<ConnectorService>().ValidateAsync("orchard", new() { Name = "N", Texts = new Dictionary<string, string?> { ["rows"] = "many" } }, Token)).ShouldBe(findings);
    }

    [Fact]
    public async Task A_connector_is_tested_and_a_token_renewed_over_the_pipe()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("North");
        await host.Get<PluginVersions>().IsolateAsync("orchard", true, Token);

        var report = await host.Get<ConnectorService>().TestAsync("North", Token);

        report.Streams.Count.ShouldBe(5);
    }

    [Fact]
    public async Task What_connectors_have_in_common_is_the_same_in_a_process_of_the_plugins_own()
    {
        await using var host = await ChameleonHost.StartAsync("""{"conduct":"counts"}""");
        (await host.RunAsync()).State.ShouldBe(RunState.Published);
        await host.Versions.IsolateAsync("chameleon", true, Token);

        var apart = await host.RunAsync();

        apart.State.ShouldBe(RunState.Published, apart.Message);
        (await host.Get<SharedValueStore>().Of("chameleon").ReadAsync("runs", Token)).Value.ShouldBe("II");
    }

    [Theory]
    [InlineData("exits", "exit code 7")]
    [InlineData("failsFast", "exit code")]
    [InlineData("overflows", "exit code")]
    [InlineData("throws", "InvalidOperationException: It is not green here.")]
    public async Task The_host_survives_whatever_the_plugin_does(string conduct, string reason)
    {
        await using var host = await ChameleonHost.StartAsync($$"""{"conduct":"{{conduct}}"}""");
        await host.Versions.IsolateAsync("chameleon", true, Token);

        var run = await host.RunAsync();

        run.State.ShouldBe(RunState.Failed);
        run.Message.ShouldNotBeNull().ShouldContain(reason);
    }

    [Fact]
    public async Task A_plugin_that_ends_its_process_again_and_again_is_taken_out()
    {
        await using var host = await ChameleonHost.StartAsync();
        await host.RunAsync();
        host.Folders.InstallChameleon("2.0.0", """{"conduct":"exits"}""");
        await host.Versions.IsolateAsync("chameleon", true, Token);

        var runs = await host.RunTimesAsync(4);

        runs.Select(run => run.PluginVersion).ShouldBe(["2.0.0", "2.0.0", "2.0.0", "1.0.0"]);
        runs[^1].State.ShouldBe(RunState.Published);
        host.Version("2.0.0").Reason.ShouldNotBeNull().ShouldContain("has ended 3 times within 5 min");
    }

    [Fact]
    public async Task What_a_plugin_prints_does_not_get_between_the_messages()
    {
        await using var host = await ChameleonHost.StartAsync("""{"conduct":"prints"}""");
        await host.Versions.IsolateAsync("chameleon", true, Token);

        (await host.RunAsync()).State.ShouldBe(RunState.Published);
    }

    [Fact]
    public async Task A_plugin_that_floods_the_memory_of_its_own_process_ends_alone()
    {
        await using var host = await ChameleonHost.StartAsync("""{"conduct":"floods"}""", options => options with { PluginMemoryBytes = 128 * 1024 * 1024 });
        await host.Versions.IsolateAsync("chameleon", true, Token);

        var run = await host.RunAsync();

        run.State.ShouldBe(RunState.Failed);
        run.Code.ShouldBeOneOf("plugin_broke", "plugin_stopped");
    }

    [Fact]
    public async Task A_run_is_cancelled_and_its_process_ends_with_it()
    {
        await using var host = await WebFixture.StartAsync();
        await host.Get<ConnectorService>().AddAsync(
            new() { Name = "Slow", PluginId = "orchard", Texts = new Dictionary<string, string?> { ["fail_at"] = "growers:1:hang" }, Secrets = new Dictionary<string, string?> { ["token"] = "typed-in-token" } }, Token);
        await host.Get<PluginVersions>().IsolateAsync("orchard", true, Token);
        var runs = host.Get<RunService>();
        var queued = await runs.QueueAsync("Slow", "test", false, Token);
        var running = runs.ExecuteAsync(queued.Id, Token);

        while ((await runs.GetAsync(queued.Id, Token)).Streams.Count == 0)
        {
            await Task.Yield();
        }

        await runs.CancelAsync(queued.Id, Token);

        (await running).State.ShouldBe(RunState.Cancelled);
    }

    private static string Told(StreamRun stream) => $"{stream.StreamId} {stream.State} {stream.RowCount} {stream.RowSetHash} {stream.HighWaterMark}";

    private static bool Loaded(WebFixture host)
    {
        for (var collection = 0; collection < 10; collection++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return host.Get<LoadedPlugins>().Contexts().Any(context => context.IsAlive);
    }

    private static async Task<Run> RunAsync(WebFixture host)
    {
        var run = await host.Get<RunService>().QueueAsync("North", "test", false, Token);

        return await host.Get<RunService>().ExecuteAsync(run.Id, Token);
    }
}
