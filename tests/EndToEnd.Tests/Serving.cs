using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests;

/// <summary>A host that serves, and a program before it.</summary>
internal sealed class Serving : RestDoor
{
    private readonly HostProcess _host;

    private Serving(HostProcess host, Uri address, string key)
        : base(address, key) => _host = host;

    /// <summary>What it has said of itself, on the terminal and in its log there.</summary>
    public string Said => _host.Output + _host.Errors;

    public static async Task<Serving> StartAsync(string dataFolder, SandboxServer sandbox, CancellationToken cancellationToken, params string[] further)
    {
        var host = HostProcess.Start(dataFolder, Walk.Allowing(sandbox, ["serve", "--address", "http://127.0.0.1:0", .. further]));
        var address = (await host.LineAsync("serves on", cancellationToken)).Split(' ')[^1];
        var key = (await host.LineAsync("Access key", cancellationToken)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];

        return new(host, new(address), key);
    }

    protected override string? LastWords() => _host.HasExited ? Said : null;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _host.DisposeAsync();
    }
}
