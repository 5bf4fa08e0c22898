using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests.Browser;

/// <summary>
/// A served host, on which the feature is enabled, and a workspace that it may reach, for all tests of a class. Started for the first test that asks; what
/// one test changes in it the next one finds changed. At its end each test leaves.
/// </summary>
public class ServedHost(BrowserFixture browsers) : IAsyncDisposable
{
    /// <summary>A token that the workspace knows.</summary>
    public const string Token = "xoxp-1-served-test";

    private SandboxServer? _sandbox;
    private WebHost? _host;

    /// <summary>The workspace. There is none before the host is served.</summary>
    public SandboxServer Sandbox => _sandbox ?? throw new InvalidOperationException("Ask for the host first.");

    protected virtual SandboxOptions Workspace { get; } = new() { Users = 50, Channels = 10 };

    public async Task<WebHost> ServedAsync(CancellationToken cancellationToken)
    {
        if (_host is not null)
        {
            return _host;
        }

        _sandbox ??= await SandboxServer.StartAsync(Workspace with { Tokens = [new(Token, Walk.Scopes)] }, cancellationToken);
        var host = await WebHost.StartAsync(browsers, cancellationToken, Walk.Allowing(_sandbox));

        try
        {
            await host.Rest.FeatureAsync(true, cancellationToken);
            await FurnishAsync(host, cancellationToken);
        }
        catch
        {
            await host.DisposeAsync();

            throw;
        }

        return _host = host;
    }

    /// <summary>Everybody closes their browser; the host goes on.</summary>
    public ValueTask LeaveAsync() => _host is null ? ValueTask.CompletedTask : new(_host.LeaveAsync());

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);

        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }
    }

    /// <summary>Makes what all tests of the class want to find.</summary>
    protected virtual Task FurnishAsync(WebHost host, CancellationToken cancellationToken) => Task.CompletedTask;
}
