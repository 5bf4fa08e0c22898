namespace Plugin.Slack.Sandbox.Access;

/// <summary>A token as it is handed out.</summary>
/// <param name="RefreshToken">Only where tokens rotate.</param>
internal sealed record IssuedToken(string Token, string? RefreshToken, Grant Grant);
