using System.Runtime.InteropServices;
using System.Text.Json;
using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests;

/// <summary>Several hosts on one database: what one leaves behind another takes up, and whoever was cut off writes nothing more.</summary>
public sealed partial class StandbyTests : IAsyncLifetime
{
    private const string Token = "xoxp-1-standby-test";
    private const int Stop = 19;
    private const int Continue = 18;

    private readonly TemporaryFolder _keys = new();
    private readonly List<TemporaryFolder> _folders = [];
    private readonly List<HostProcess> _hosts = [];
    private SandboxServer? _sandbox;
    private TestDatabase? _database;
    private RestDoor? _first;
    private string[] _hashes = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MakeAsync(Cancel);
        _sandbox = await SandboxServer.StartAsync(new() { Users = 3_000, Channels = 60, Seed = 5, Now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), Tokens = [new(Token, Walk.Scopes)] }, Cancel);
        var host = Start();
        var address = (await host.LineAsync("serves on", Cancel)).Split(' ')[^1];
        var key = (await host.LineAsync("Access key", Cancel)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];
        _first = new(new(address), key);
        Key = key;
        await _first.ConnectorAsync(_sandbox, Token, Cancel, "Undisturbed");
        _hashes = UndisturbedRun.HashesOf(await _first.RunAsync("Undisturbed", Cancel));
        await _first.ConnectorAsync(_sandbox, Token, Cancel, "Workspace");
    }

    private string Key { get; set; } = "";

    [Fact]
    public async Task A_killed_hosts_run_is_taken_up_by_its_standby()
    {
        await using var standby = await StandbyAsync();
        var run = await HangingAsync();

        await _hosts[0].KillAsync(Cancel);
        await Walk.FaultsAsync(_sandbox!, Cancel);

        var ended = await EndedAsync(standby, run);
        ended.GetProperty("resumes").GetInt32().ShouldBe(1, "it is the same run");
        UndisturbedRun.HashesOf(ended).ShouldBe(_hashes);
    }

    [Fact]
    public async Task A_host_that_stood_still_for_long_writes_nothing_more_for_a_run_that_another_has()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A process cannot be halted from outside there.");
        await using var standby = await StandbyAsync();
        var run = await HangingAsync();

        Signal(_hosts[0], Stop);
        await Walk.FaultsAsync(_sandbox!, Cancel);
        var ended = await EndedAsync(standby, run);
        Signal(_hosts[0], Continue);

        // It still serves, it says what has happened, and the run is what the other one made of it.
        UndisturbedRun.HashesOf(ended).ShouldBe(_hashes);
        await LogAsync(0, "was not executed");
        (await _first!.GetAsync($"/api/runs/{run}", Cancel)).ToString().ShouldBe(ended.ToString());
        UndisturbedRun.HashesOf(await _first.RunAsync("Workspace", Cancel)).ShouldBe(_hashes);
    }

    [Fact]
    public async Task A_database_that_goes_away_in_the_middle_of_a_run_costs_nothing()
    {
        var run = await HangingAsync();

        await _database!.ShutAsync(Cancel);
        await Walk.FaultsAsync(_sandbox!, Cancel);
        await LogAsync(0, "could not be looked at");
        await _database.OpenAsync(Cancel);

        UndisturbedRun.HashesOf(await EndedAsync(_first!, run)).ShouldBe(_hashes);
    }

    [Fact]
    public async Task Connections_that_are_cut_again_and_again_cost_nothing()
    {
        Random random = new(1);
        var run = (await _first!.PostAsync("/api/connectors/Workspace/runs", null, Cancel)).GetProperty("id").GetInt64();

        for (var time = 0; time < 3; time++)
        {
            await Task.Delay(random.Next(50, 800), Cancel);
            await _database!.CutAsync(Cancel);
        }

        UndisturbedRun.HashesOf(await EndedAsync(_first, run)).ShouldBe(_hashes);
    }

    public async ValueTask DisposeAsync()
    {
        if (_first is not null)
        {
            await _first.DisposeAsync();
        }

        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _folders.ForEach(folder => folder.Dispose());
        _keys.Dispose();
    }

    private HostProcess Start()
    {
        TemporaryFolder folder = new();
        _folders.Add(folder);
        var host = HostProcess.Start(folder.Path, Walk.Allowing(_sandbox!, "serve", "--address", "http://127.0.0.1:0", "--database", _database!.Connection, "--keys", _keys.Path));
        _hosts.Add(host);

        return host;
    }

    private async Task<RestDoor> StandbyAsync() => new(new((await Start().LineAsync("serves on", Cancel)).Split(' ')[^1]), Key);

    /// <summary>A run that is certainly in the middle of a stream: the service does not answer.</summary>
    private async Task<long> HangingAsync()
    {
        await Walk.FaultsAsync(_sandbox!, Cancel, "users.list:2:hang");
        using HttpClient client = new();
        using var cleared = await client.PostAsync(new Uri(_sandbox!.Address, "sandbox/calls/clear"), null, Cancel);
        var run = (await _first!.PostAsync("/api/connectors/Workspace/runs", null, Cancel)).GetProperty("id").GetInt64();

        while (!(JsonDocument.Parse(await client.GetStringAsync(new Uri(_sandbox.Address, "sandbox/calls"), Cancel)).RootElement.TryGetProperty("users.list", out var calls) && calls.GetProperty("faulted").GetInt64() > 0))
        {
            await Walk.MomentAsync(Cancel);
        }

        return run;
    }

    private static async Task<JsonElement> EndedAsync(RestDoor door, long run)
    {
        while (true)
        {
            using var answer = await door.AskAsync(HttpMethod.Get, $"/api/runs/{run}", null, Cancel);

            // The database may be away just now.
            if (answer.IsSuccessStatusCode && JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement is var ended && ended.GetProperty("state").GetString() is not ("queued" or "running"))
            {
                ended.GetProperty("state").GetString().ShouldBe("published", ended.ToString());

                return ended;
            }

            await Task.Delay(100, Cancel);
        }
    }

    private async Task LogAsync(int host, string text)
    {
        while (!(_hosts[host].Output + _hosts[host].Errors).Contains(text, StringComparison.Ordinal))
        {
            _hosts[host].HasExited.ShouldBeFalse(_hosts[host].Errors);
            await Walk.MomentAsync(Cancel);
        }
    }

    private static void Signal(HostProcess host, int signal) => kill(host.Id, signal).ShouldBe(0);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
#pragma warning disable SA1300, IDE1006 // The library's own name.
    private static partial int kill(int process, int signal);
#pragma warning restore SA1300, IDE1006
}
