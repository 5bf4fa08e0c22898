using Plugin.Abstractions.Authorization;

namespace Plugin.Slack.Tests.Support;

/// <summary>A credential store in memory that keeps the contract: one renewal at a time, stored before it is handed out.</summary>
internal sealed class MemoryCredentials : ICredentialStore, IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public void Dispose() => _one.Dispose();

    public Credential? Stored { get; set; }

    public int Renewals { get; private set; }

    /// <summary>Whether the host goes down when a renewed credential is about to be stored.</summary>
    public bool DiesBeforeStoring { get; set; }

    public Task<Credential?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Stored);

    public async Task<Credential> RenewAsync(Func<Credential, CancellationToken, Task<Credential>> renew, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);

        try
        {
            var renewed = await renew(Stored ?? throw new InvalidOperationException("Nothing to renew."), cancellationToken);

            if (DiesBeforeStoring)
            {
                throw new IOException("The host went down.");
            }

            Renewals += renewed == Stored ? 0 : 1;
            Stored = renewed;

            return renewed;
        }
        finally
        {
            _one.Release();
        }
    }
}
