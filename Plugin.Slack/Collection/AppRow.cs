namespace Plugin.Slack.Collection;

/// <summary>An app that is installed now.</summary>
/// <param name="App">What the log says of it.</param>
/// <param name="InstalledAt">When the earliest installation that still stands was made.</param>
/// <param name="InstalledFirstBy">By whom that was.</param>
/// <param name="InstalledBy">The accounts whose installation stands.</param>
internal sealed record AppRow(InstalledApp App, DateTimeOffset? InstalledAt, string? InstalledFirstBy, IReadOnlyList<string> InstalledBy);
