using Plugin.Abstractions.Settings;
using Plugin.Slack.Authorization;

namespace Plugin.Slack;

/// <summary>Whose the token is, so that eight streams need not ask eight times. Thread-safe.</summary>
internal sealed class IdentityMemory
{
    private readonly Lock _gate = new();
    private Secret? _token;
    private SlackIdentity? _identity;

    /// <summary>Looks it up.</summary>
    /// <param name="token">The token.</param>
    /// <returns>The identity, or <see langword="null"/> when another token was asked for last.</returns>
    public SlackIdentity? Of(Secret token)
    {
        lock (_gate)
        {
            return token.Equals(_token) ? _identity : null;
        }
    }

    /// <summary>Keeps it.</summary>
    /// <param name="token">The token.</param>
    /// <param name="identity">Whose it is.</param>
    public void Keep(Secret token, SlackIdentity identity)
    {
        lock (_gate)
        {
            _token = token;
            _identity = identity;
        }
    }
}
