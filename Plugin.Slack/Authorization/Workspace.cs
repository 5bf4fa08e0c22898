namespace Plugin.Slack.Authorization;

/// <summary>A workspace of an organisation that the token may act in.</summary>
/// <param name="Id">Its id: <c>T…</c>.</param>
/// <param name="Name">Its name.</param>
internal sealed record Workspace(string Id, string? Name);
