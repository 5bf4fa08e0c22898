namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>One row of the integration log.</summary>
/// <param name="App">Number of an app, or of a service where <paramref name="IsService"/>.</param>
/// <param name="Change"><c>added</c>, <c>updated</c>, <c>disabled</c>, <c>enabled</c> or <c>removed</c>.</param>
/// <param name="Reason">Only of <c>disabled</c>.</param>
internal sealed record AppChange(long At, int App, bool IsService, string Name, string Change, int ByRank, string? Scope, string? Reason);
