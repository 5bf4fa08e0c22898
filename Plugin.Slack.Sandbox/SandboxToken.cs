namespace Plugin.Slack.Sandbox;

/// <summary>A user token that the sandbox accepts without a consent, for tests and command-line tools.</summary>
/// <param name="Value">For example <c>xoxp-test</c>.</param>
/// <param name="Scopes">
/// What it may read. With <c>admin</c> it belongs to the workspace's primary owner, as only an administrator can grant that
/// scope; without it to an ordinary member.
/// </param>
public sealed record SandboxToken(string Value, IReadOnlyList<string> Scopes);
