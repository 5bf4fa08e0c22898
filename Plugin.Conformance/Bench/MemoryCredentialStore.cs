using Plugin.Abstractions.Authorization;

namespace Plugin.Conformance.Bench;

/// <summary>A credential store in memory, with the real one's promise: one renewal at a time.</summary>
public sealed class MemoryCredentialStore(Credential? credential = null) : ICredentialStore, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private Credential? _credential = credential;

    /// <summary>How often a renewal stored another credential than it was handed.</summary>
    public int Renewals { get; private set; }

    public Task<Credential?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        return Task.FromResult(_credential);
    }

    public async Task<Credential> RenewAsync(Func<Credential, CancellationToken, Task<Credential>> renew, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);

        try
        {
            var current = _credential ?? throw new InvalidOperationException("There is no stored credential to renew.");
            var renewed = await renew(current, cancellationToken);

            if (renewed != current)
            {
                Renewals++;
                _credential = renewed;
            }

            return renewed;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
