namespace Benchmarks.EndToEnd;

/// <summary>What an administrator grants: the scopes of the setup page.</summary>
internal static class Scopes
{
    public static readonly IReadOnlyList<string> Granted =
    [
        "admin", "users:read", "calls:read", "channels:read", "im:history", "channels:history", "files:read", "groups:read", "usergroups:read", "users.profile:read", "team:read", "mpim:read",
        "im:read",
    ];
}
