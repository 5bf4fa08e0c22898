using System.Net.Http.Json;
using System.Text.Json;
using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests;

/// <summary>A workspace, a store with a connector to it, and what a run ends with that nobody disturbs. Made once: the tests that kill runs are compared with it.</summary>
public sealed class UndisturbedRun : IAsyncLifetime
{
    private static readonly string[] Run = ["connectors", "run", "Workspace", "--json"];

    private readonly TemporaryFolder _prepared = new();
    private readonly HttpClient _client = new();
    private SandboxServer? _sandbox;

    public string[] Hashes { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        const string Token = "xoxp-1-kill-test";
        SandboxOptions workspace = new() { Users = 4_000, Channels = 250, Seed = 7, Now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), Tokens = [new(Token, Walk.Scopes)] };
        _sandbox = await SandboxServer.StartAsync(workspace, CancellationToken.None);
        await Walk.ConnectorAsync(_prepared.Path, _sandbox, Token, CancellationToken.None);
        using var folder = await PreparedAsync(CancellationToken.None);
        Hashes = HashesOf(await ToItsEndAsync(folder, CancellationToken.None));
    }

    /// <summary>A store of its own, with the connector and without a run; the workspace has forgotten what it was asked.</summary>
    public async Task<TemporaryFolder> PreparedAsync(CancellationToken cancellationToken)
    {
        using var answer = await _client.PostAsync(new Uri(_sandbox!.Address, "sandbox/calls/clear"), null, cancellationToken);
        answer.EnsureSuccessStatusCode();

        return _prepared.Copy();
    }

    public HostProcess Start(TemporaryFolder folder) => HostProcess.Start(folder.Path, Walk.Allowing(_sandbox!, Run));

    public async Task<JsonElement> ToItsEndAsync(TemporaryFolder folder, CancellationToken cancellationToken) =>
        (await HostProcess.RunAsync(folder.Path, null, cancellationToken, Walk.Allowing(_sandbox!, Run))).ShouldSucceed().Json();

    public static string[] HashesOf(JsonElement run) =>
        [.. run.GetProperty("streams").EnumerateArray().Select(stream => $"{stream.GetProperty("streamId")} {stream.GetProperty("state")} {stream.GetProperty("rowCount")} {stream.GetProperty("rowSetHash")}")];

    /// <summary>What the workspace was asked, by method.</summary>
    public Task<JsonElement> CallsAsync(CancellationToken cancellationToken) => _client.GetFromJsonAsync<JsonElement>(new Uri(_sandbox!.Address, "sandbox/calls"), cancellationToken);

    /// <summary>Replaces the workspace's faults; none clears them.</summary>
    public Task SetFaultsAsync(CancellationToken cancellationToken, params string[] faults) => Walk.FaultsAsync(_sandbox!, cancellationToken, faults);

    public async ValueTask DisposeAsync()
    {
        _prepared.Dispose();
        _client.Dispose();

        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }
    }
}
