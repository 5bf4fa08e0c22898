using Plugin.Abstractions.Settings;
using Plugin.Slack.Authorization;

namespace Plugin.Slack;

/// <summary>Whose the token is, so that it is asked for once, however many streams begin at the same time. Thread-safe.</summary>
internal sealed class IdentityMemory : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private Secret? _token;
    private SlackIdentity? _identity;

    /// <summary>Whose the token was when it was asked for last, or <see langword="null"/> when it was not yet.</summary>
    public SlackIdentity? Known => Volatile.Read(ref _identity);

    /// <summary>Tells the identity, or asks for it while everybody else who wants it waits.</summary>
    /// <param name="token">The token.</param>
    /// <param name="isFresh">Whether what is known already is not good enough.</param>
    /// <param name="ask">Asks, and says for which token: asking may renew it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The identity.</returns>
    public async Task<SlackIdentity> GetAsync(Secret token, bool isFresh, Func<Task<(Secret Token, SlackIdentity Identity)>> ask, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);

        try
        {
            if (isFresh || _identity is null || !token.Equals(_token))
            {
                (_token, _identity) = await ask();
            }

            return _identity;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();
}
