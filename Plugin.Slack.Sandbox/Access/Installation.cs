namespace Plugin.Slack.Sandbox.Access;

/// <summary>One consent: who gave it and what for. All tokens that come of it share its scopes.</summary>
/// <param name="UserIndex">Whose tokens they are.</param>
/// <param name="IsByAdministrator">Whether that person was an administrator.</param>
internal sealed record Installation(int UserIndex, bool IsByAdministrator)
{
    private volatile IReadOnlyList<string> _scopes = [];

    public required IReadOnlyList<string> Scopes
    {
        get => _scopes;
        set => _scopes = value;
    }

    /// <summary>Access tokens that are not revoked, oldest first. Guarded by the app.</summary>
    public List<string> LiveTokens { get; } = [];
}
