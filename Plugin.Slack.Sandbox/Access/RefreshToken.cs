namespace Plugin.Slack.Sandbox.Access;

/// <summary>A refresh token and what became of it.</summary>
/// <param name="UsedAt">When it was exchanged; null: not yet.</param>
/// <param name="IsSpent">Whether it was exchanged a second time, and never works again.</param>
internal sealed record RefreshToken(Installation Installation, DateTimeOffset? UsedAt, bool IsSpent);
