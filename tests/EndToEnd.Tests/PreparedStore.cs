using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests;

/// <summary>A workspace, and a store with a connector to it that has never run. Made once for a class; each test takes a copy.</summary>
public sealed class PreparedStore : IAsyncLifetime
{
    public const string Token = "xoxp-1-prepared-test";

    private SandboxServer? _sandbox;

    public TemporaryFolder Folder { get; } = new();

    public SandboxServer Sandbox => _sandbox!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new() { Users = 3_000, Tokens = [new(Token, Walk.Scopes)] }, CancellationToken.None);
        await Walk.ConnectorAsync(Folder.Path, _sandbox, Token, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Folder.Dispose();

        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }
    }
}
