namespace Plugin.Slack.Sandbox.Access;

/// <summary>A consent that waits to be exchanged.</summary>
/// <param name="RedirectUri">As sent to the consent page; null when none was sent there.</param>
internal sealed record AuthorizationCode(string? RedirectUri, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt);
