using System.Net.Http.Json;
using System.Text.Json;
using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests;

/// <summary>A run that is killed without warning goes on where it was and ends as if nothing had happened.</summary>
public sealed class KillTests
{
    private static readonly DateTimeOffset Day = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static SandboxOptions Workspace => new() { Users = 4_000, Channels = 600, Seed = 7, Now = Day, Latency = TimeSpan.FromMilliseconds(40) };

    [Theory]
    [InlineData("users.list", 1)]
    [InlineData("users.list", 4)]
    [InlineData("team.accessLogs", 2)]
    [InlineData("team.accessLogs", 6)]
    [InlineData("conversations.list", 2)]
    public async Task A_killed_run_ends_with_the_hashes_of_an_undisturbed_one(string method, int calls)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var undisturbedFolder = new TemporaryFolder();
        using var killedFolder = new TemporaryFolder();
        await using var sandbox = await SandboxServer.StartAsync(Workspace with { Tokens = [new("xoxp-1-kill-test", Walk.Scopes)] }, cancellationToken);

        var undisturbed = await UndisturbedAsync(undisturbedFolder.Path, sandbox, cancellationToken);
        await ForgetCallsAsync(sandbox, cancellationToken);

        await Walk.ConnectorAsync(killedFolder.Path, sandbox, "xoxp-1-kill-test", cancellationToken);
        await using (var killed = HostProcess.Start(killedFolder.Path, Walk.Allowing(sandbox, "connectors", "run", "Workspace", "--json")))
        {
            while (await CallsAsync(sandbox, method, cancellationToken) < calls)
            {
                await Task.Yield();
            }

            await killed.KillAsync(cancellationToken);
        }

        var resumed = (await HostProcess.RunAsync(killedFolder.Path, null, cancellationToken, Walk.Allowing(sandbox, "connectors", "run", "Workspace", "--json"))).ShouldSucceed().Json();

        resumed.GetProperty("resumes").GetInt32().ShouldBe(1, "the run that was killed must be taken up, not a new one begun");
        Hashes(resumed).ShouldBe(undisturbed);
        var log = await CallsAsync(sandbox, cancellationToken);

        foreach (var entry in log.EnumerateObject())
        {
            entry.Value.GetProperty("repeated_pages").GetInt32().ShouldBeLessThanOrEqualTo(1, $"{entry.Name}: only the page in flight may be asked for again");
        }
    }

    private static async Task<string[]> UndisturbedAsync(string dataFolder, SandboxServer sandbox, CancellationToken cancellationToken)
    {
        await Walk.ConnectorAsync(dataFolder, sandbox, "xoxp-1-kill-test", cancellationToken);

        return Hashes((await HostProcess.RunAsync(dataFolder, null, cancellationToken, Walk.Allowing(sandbox, "connectors", "run", "Workspace", "--json"))).ShouldSucceed().Json());
    }

    private static string[] Hashes(JsonElement run) =>
        [.. run.GetProperty("streams").EnumerateArray().Select(stream => $"{stream.GetProperty("streamId")} {stream.GetProperty("state")} {stream.GetProperty("rowCount")} {stream.GetProperty("rowSetHash")}")];

    private static async Task<long> CallsAsync(SandboxServer sandbox, string method, CancellationToken cancellationToken) =>
        (await CallsAsync(sandbox, cancellationToken)).TryGetProperty(method, out var entry) ? entry.GetProperty("calls").GetInt64() : 0;

    private static async Task<JsonElement> CallsAsync(SandboxServer sandbox, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();

        return await client.GetFromJsonAsync<JsonElement>(new Uri(sandbox.Address, "sandbox/calls"), cancellationToken);
    }

    private static async Task ForgetCallsAsync(SandboxServer sandbox, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsync(new Uri(sandbox.Address, "sandbox/calls/clear"), null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
