using Plugin.Abstractions.Authorization;

namespace Host.Sample.Connectors;

/// <summary>The credentials of a connector that is not saved yet: none.</summary>
internal sealed class DraftCredentials : ICredentialStore
{
    public Task<Credential?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<Credential?>(null);

    public Task<Credential> RenewAsync(Func<Credential, CancellationToken, Task<Credential>> renew, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("There is no stored credential to renew.");
}
