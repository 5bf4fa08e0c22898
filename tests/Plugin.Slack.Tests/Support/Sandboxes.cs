using Plugin.Slack.Sandbox;

namespace Plugin.Slack.Tests.Support;

/// <summary>Sandboxes whose token <c>xoxp-test</c> has chosen scopes.</summary>
internal static class Sandboxes
{
    public static readonly IReadOnlyList<string> AllScopes =
    [
        "admin", "users:read", "calls:read", "channels:read", "im:history", "channels:history", "files:read",
        "groups:read", "usergroups:read", "users.profile:read", "team:read", "mpim:read", "im:read",
    ];

    public static Task<SandboxServer> StartAsync(CancellationToken cancellationToken, Func<SandboxOptions, SandboxOptions>? change = null, IReadOnlyList<string>? scopes = null)
    {
        SandboxOptions options = new() { Users = 2_500, Channels = 60, Tokens = [new("xoxp-test", scopes ?? AllScopes)] };

        return SandboxServer.StartAsync(change?.Invoke(options) ?? options, cancellationToken);
    }
}
