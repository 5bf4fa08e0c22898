using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests.Browser;

/// <summary>A served host as people meet it on a Monday: a connector to a workspace, and two runs with a day between them. The connector is called Workspace and is the first; the runs are 1 and 2.</summary>
public sealed class MondayHost(BrowserFixture browsers) : ServedHost(browsers)
{
    protected override SandboxOptions Workspace { get; } = new() { Users = 1_200, Channels = 60 };

    protected override async Task FurnishAsync(WebHost host, CancellationToken cancellationToken)
    {
        await host.Rest.ConnectorAsync(Sandbox, Token, cancellationToken);
        await host.Rest.RunAsync("Workspace", cancellationToken);
        await Walk.NextDayAsync(Sandbox, cancellationToken);
        await host.Rest.RunAsync("Workspace", cancellationToken);
    }
}
