using System.Security.Cryptography;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Privacy;

/// <summary>The key by which a connector's personal data is hashed: made when it is first needed, kept with the connector's secrets, gone with the connector.</summary>
public sealed class PrivacyKeys(IDbContextFactory<HostDatabase> databases, SecretVault vault)
{
    private const string Name = "$privacy-key";

    /// <exception cref="HostException"><see cref="HostProblem.Invalid"/>: the vault's keys have changed; <see cref="HostProblem.StoreUnavailable"/>.</exception>
    public async Task<PersonalDataHash> OpenAsync(int connectorId, CancellationToken cancellationToken)
    {
        if (await ReadAsync(connectorId, cancellationToken) is { } known)
        {
            return known;
        }

        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            await vault.SetAsync(database, connectorId, Name, Convert.ToBase64String(RandomNumberGenerator.GetBytes(PersonalDataHash.KeyBytes)), cancellationToken);
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another process may have been quicker; if it was not, reading says so.
        }

        return await ReadAsync(connectorId, cancellationToken)
            ?? throw new HostException(HostProblem.StoreUnavailable, "The key by which personal data is hashed could not be stored.", "Check that the disk is not full and that this account may write into the data folder.");
    }

    private async Task<PersonalDataHash?> ReadAsync(int connectorId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return await vault.FindAsync(database, connectorId, Name, cancellationToken) is { } key ? new(Convert.FromBase64String(key)) : null;
    }
}
