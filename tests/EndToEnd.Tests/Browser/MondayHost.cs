using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests.Browser;

/// <summary>
/// A served host as people meet it on a Monday: a connector to a workspace, and two runs with a day between them. Made once, for the first test of a class
/// that asks; what one test changes in it the next one finds changed.
/// </summary>
public sealed class MondayHost(BrowserFixture browsers) : IAsyncDisposable
{
    private SandboxServer? _sandbox;
    private WebHost? _host;

    /// <summary>The workspace. There is none before the host is served.</summary>
    public SandboxServer Sandbox => _sandbox ?? throw new InvalidOperationException("Ask for the host first.");

    /// <summary>The host. Its connector is called Workspace and is the first; the runs are 1 and 2.</summary>
    public async Task<WebHost> ServedAsync(CancellationToken cancellationToken)
    {
        if (_host is not null)
        {
            return _host;
        }

        const string Key = "xoxp-1-monday";
        _sandbox ??= await SandboxServer.StartAsync(new() { Users = 1_200, Channels = 60, Tokens = [new(Key, Walk.Scopes)] }, cancellationToken);
        var host = await WebHost.StartAsync(browsers, cancellationToken, Walk.Allowing(_sandbox));

        try
        {
            await host.Rest.ConnectorAsync(_sandbox, Key, cancellationToken);
            await host.Rest.RunAsync("Workspace", cancellationToken);
            await Walk.NextDayAsync(_sandbox, cancellationToken);
            await host.Rest.RunAsync("Workspace", cancellationToken);
        }
        catch
        {
            await host.DisposeAsync();

            throw;
        }

        return _host = host;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }
    }
}
