using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Logs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Settings;
using Secret = Plugin.Abstractions.Settings.Secret;

namespace Host.Sample.Connectors;

/// <summary>Encrypts what must not be read in the store, each value for its own place only, and tells the log what it has opened.</summary>
public sealed class SecretVault(IDataProtectionProvider protection, KnownSecrets known, HostOptions options, TimeProvider clock)
{
    /// <summary>How the names of what is kept beside the secret settings begin: no setting's name does.</summary>
    public const string OwnPrefix = "$";

    /// <summary>The name under which a granted credential is kept beside the secret settings.</summary>
    public const string CredentialName = $"{OwnPrefix}credential";

    /// <summary>Encrypts bytes for a place named by its parts.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>: the keys cannot be read or made.</exception>
    public byte[] Protect(byte[] value, params string[] place)
    {
        try
        {
            return protection.CreateProtector("host", place).Protect(value);
        }
        catch (CryptographicException exception)
        {
            throw new HostException(
                HostProblem.StoreUnavailable,
                $"The keys in {options.KeyFolder} cannot be read or made, so nothing can be stored encrypted.",
                "Let this account read and write the folder, and take out files that are no keys. Keys that are lost make the secrets stored so far unreadable.",
                exception);
        }
    }

    /// <exception cref="HostException"><see cref="HostProblem.Invalid"/>: the keys have changed.</exception>
    public byte[] Unprotect(byte[] value, params string[] place)
    {
        try
        {
            return protection.CreateProtector("host", place).Unprotect(value);
        }
        catch (CryptographicException exception)
        {
            throw new HostException(
                HostProblem.Invalid,
                "A stored secret cannot be decrypted: the keys in the data folder are not those it was encrypted with, or the value was altered.",
                "Put the 'keys' folder of this store back, or type the connector's secrets in again.",
                exception);
        }
    }

    /// <summary>Tries whether a stored secret can be decrypted; nobody gets to see it.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Invalid"/>: the keys have changed.</exception>
    public void RequireReadable(ConnectorSecret secret) => Unprotect(secret.ProtectedValue, Place(secret.ConnectorId, secret.Name));

    /// <summary>The settings of a connector, secrets included.</summary>
    public Task<SettingValues> ReadAsync(HostDatabase database, Connector connector, CancellationToken cancellationToken) => ReadAsync(database, connector, [], cancellationToken);

    /// <summary>The settings of a connector without the secrets that are about to be replaced: those need not be readable any more.</summary>
    public async Task<SettingValues> ReadAsync(HostDatabase database, Connector connector, IReadOnlyCollection<string> replaced, CancellationToken cancellationToken)
    {
        var secrets = await database.ConnectorSecrets.AsNoTracking()
            .Where(secret => secret.ConnectorId == connector.Id && !secret.Name.StartsWith(OwnPrefix) && !replaced.Contains(secret.Name))
            .ToListAsync(cancellationToken);

        return new(Texts(connector), secrets.Select(secret => KeyValuePair.Create(secret.Name, new Secret(Open(secret)))));
    }

    public async Task<Credential?> ReadCredentialAsync(HostDatabase database, int connectorId, CancellationToken cancellationToken) =>
        await FindAsync(database, connectorId, CredentialName, cancellationToken) is { } stored ? StoredCredential.Read(stored, known) : null;

    /// <summary>A secret of a connector by its name; null when it is not set.</summary>
    public async Task<string?> FindAsync(HostDatabase database, int connectorId, string name, CancellationToken cancellationToken) =>
        await database.ConnectorSecrets.AsNoTracking().SingleOrDefaultAsync(secret => secret.ConnectorId == connectorId && secret.Name == name, cancellationToken) is { } stored
            ? Open(stored)
            : null;

    /// <summary>Sets or, by null, removes a secret; saved with the context's next save.</summary>
    public async Task SetAsync(HostDatabase database, int connectorId, string name, string? value, CancellationToken cancellationToken)
    {
        var stored = await database.ConnectorSecrets.FindAsync([connectorId, name], cancellationToken);

        if (value is null)
        {
            if (stored is not null)
            {
                database.ConnectorSecrets.Remove(stored);
            }

            return;
        }

        known.Add(value);
        var bytes = Protect(System.Text.Encoding.UTF8.GetBytes(value), Place(connectorId, name));

        if (stored is null)
        {
            database.ConnectorSecrets.Add(new() { ConnectorId = connectorId, Name = name, ProtectedValue = bytes, UpdatedAt = clock.GetUtcNow() });
        }
        else
        {
            stored.ProtectedValue = bytes;
            stored.UpdatedAt = clock.GetUtcNow();
        }
    }

    public Task SetCredentialAsync(HostDatabase database, int connectorId, Credential credential, CancellationToken cancellationToken) =>
        SetAsync(database, connectorId, CredentialName, StoredCredential.Write(credential, known), cancellationToken);

    public static Dictionary<string, string> Texts(Connector connector) => JsonSerializer.Deserialize<Dictionary<string, string>>(connector.SettingsJson) ?? [];

    private static string[] Place(int connectorId, string name) => ["connector", connectorId.ToString(CultureInfo.InvariantCulture), name];

    private string Open(ConnectorSecret secret)
    {
        var value = System.Text.Encoding.UTF8.GetString(Unprotect(secret.ProtectedValue, Place(secret.ConnectorId, secret.Name)));
        known.Add(value);

        return value;
    }
}
