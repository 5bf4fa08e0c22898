namespace Plugin.Slack.Sandbox.Access;

/// <summary>What a user token may do, and for whom.</summary>
/// <param name="UserIndex">Whose token it is.</param>
/// <param name="IsAdministrator">Whether that person is an administrator, who sees a little more.</param>
/// <param name="ExpiresAt">Only where tokens rotate.</param>
internal sealed record Grant(int UserIndex, bool IsAdministrator, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt)
{
    public string ScopeList { get; } = string.Join(',', Scopes);

    public bool Has(string scope) => Scopes.Contains(scope);
}
