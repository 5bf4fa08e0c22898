using System.Globalization;
using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Authorization;

namespace Host.Sample.Connectors;

/// <summary>A connector's credential in the vault. Renewal is one at a time over all processes that share the data folder.</summary>
internal sealed class CredentialStore(
    int connectorId, string? tokenSetting, IDbContextFactory<HostDatabase> databases, SecretVault vault, HostOptions options, TimeProvider clock) : ICredentialStore
{
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(100);

    public async Task<Credential?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return await vault.ReadCredentialAsync(database, connectorId, cancellationToken);
    }

    public async Task<Credential> RenewAsync(Func<Credential, CancellationToken, Task<Credential>> renew, CancellationToken cancellationToken)
    {
        await using var turn = await TurnAsync(cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var current = await vault.ReadCredentialAsync(database, connectorId, cancellationToken) ?? throw new InvalidOperationException("There is no stored credential to renew.");
        var renewed = await renew(current, cancellationToken);

        if (renewed != current)
        {
            // The old refresh token is used up by now: what came for it is stored even when the run is being stopped.
            await vault.SetCredentialAsync(database, connectorId, renewed, CancellationToken.None);

            if (tokenSetting is not null)
            {
                await vault.SetAsync(database, connectorId, tokenSetting, renewed.AccessToken.Reveal(), CancellationToken.None);
            }

            await database.SaveChangesAsync(CancellationToken.None);
        }

        return renewed;
    }

    private async Task<FileStream> TurnAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(options.DataFolder, "locks")).FullName;
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"credential-{connectorId}.lock"));

        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(LockRetry, clock, cancellationToken);
            }
        }
    }
}
