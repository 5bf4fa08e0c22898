using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Benchmarks.Micro;

/// <summary>What the plugin asks its host for, where there is none: the token, and nothing else.</summary>
internal sealed class NoHost(string token) : ICredentialStore, ISharedValues, IRunRows, IWaitObserver
{
    private readonly Credential _credential = new() { AccessToken = new Secret(token) };

    public Task<Credential?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<Credential?>(_credential);

    public Task<Credential> RenewAsync(Func<Credential, CancellationToken, Task<Credential>> renew, CancellationToken cancellationToken) => renew(_credential, cancellationToken);

    public Task<SharedValue> ReadAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException("There is no store here.");

    public Task<bool> TryWriteAsync(string key, string value, long version, CancellationToken cancellationToken) => throw new NotSupportedException("There is no store here.");

    public IAsyncEnumerable<StoredRow> ReadAsync(string streamId, IReadOnlyList<string> columns, string? afterKey, CancellationToken cancellationToken) =>
        throw new NotSupportedException("There is no store here.");

    public void Waiting(string streamId, TimeSpan duration, string reason)
    {
        // Nobody watches.
    }
}
