using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests;

/// <summary>A workspace and a host that serves, for all tests of a class: those that need no more than a connector of their own.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    /// <summary>A token that the workspace knows.</summary>
    public const string Token = "xoxp-1-shared-test";

    private readonly TemporaryFolder _folder = new();
    private SandboxServer? _sandbox;
    private Serving? _serving;

    public string DataFolder => _folder.Path;

    public SandboxServer Sandbox => _sandbox!;

    public RestDoor Rest => _serving!;

    /// <summary>What the host has said of itself so far, on the terminal and in its log there.</summary>
    public string Said => _serving!.Said;

    /// <summary>Everything that lies in its data folder, as bytes read as Latin-1.</summary>
    public Task<string> EverythingAsync(CancellationToken cancellationToken) => _folder.EverythingAsync(cancellationToken);

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new() { Users = 400, Channels = 10, Tokens = [new(Token, Walk.Scopes)] }, CancellationToken.None);
        _serving = await Serving.StartAsync(DataFolder, _sandbox, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_serving is not null)
        {
            await _serving.DisposeAsync();
        }

        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        _folder.Dispose();
    }
}
