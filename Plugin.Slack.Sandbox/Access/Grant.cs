namespace Plugin.Slack.Sandbox.Access;

/// <summary>What a user token may do, and for whom.</summary>
/// <param name="ExpiresAt">Only where tokens rotate.</param>
internal sealed record Grant(Installation Installation, DateTimeOffset? ExpiresAt)
{
    public int UserIndex => Installation.UserIndex;

    public string ScopeList => string.Join(',', Installation.Scopes);

    public bool Has(string scope) => Installation.Scopes.Contains(scope);
}
