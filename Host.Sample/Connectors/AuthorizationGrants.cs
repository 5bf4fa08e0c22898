using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Logs;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Authorization;

namespace Host.Sample.Connectors;

/// <summary>Grants that wait, encrypted, for the owner of a draft to take them, once.</summary>
public sealed class AuthorizationGrants(IDbContextFactory<HostDatabase> databases, SecretVault vault, KnownSecrets known, TimeProvider clock)
{
    /// <summary>Encrypts a grant for keeping.</summary>
    public byte[] Keep(Guid id, string tokenSetting, Credential credential) =>
        vault.Protect(JsonSerializer.SerializeToUtf8Bytes(new Kept(tokenSetting, StoredCredential.Of(credential, known))), Place(id));

    /// <summary>The grant of an authorization, left where it is; null when no authorization is named.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.Conflict"/>: taken, expired, of another plugin, or not granted.</exception>
    public async Task<TakenGrant?> PeekAsync(Guid? id, string? pluginId, CancellationToken cancellationToken)
    {
        if (id is not { } wanted)
        {
            return null;
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var session = await database.AuthorizationSessions.AsNoTracking().SingleOrDefaultAsync(entity => entity.Id == wanted, cancellationToken) ?? throw AuthorizationService.Unknown();

        if (session.ProtectedGrant is not { } bytes || session.ExpiresAt <= clock.GetUtcNow() || (pluginId is not null && session.PluginId != pluginId))
        {
            throw NothingToTake();
        }

        var kept = JsonSerializer.Deserialize<Kept>(vault.Unprotect(bytes, Place(wanted)))!;

        return new(wanted, kept.TokenSetting, kept.Credential.ToCredential());
    }

    /// <summary>Forgets the grant; only one taker succeeds.</summary>
    public async Task TakeAsync(HostDatabase database, Guid id, CancellationToken cancellationToken)
    {
        var taken = await database.AuthorizationSessions
            .Where(session => session.Id == id && session.ProtectedGrant != null)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.ProtectedGrant, (byte[]?)null), cancellationToken);

        if (taken != 1)
        {
            throw NothingToTake();
        }
    }

    /// <summary>Hands the grant over and forgets it.</summary>
    /// <inheritdoc cref="PeekAsync"/>
    public async Task<TakenGrant> TakeAsync(Guid id, CancellationToken cancellationToken)
    {
        var grant = await PeekAsync(id, null, cancellationToken) ?? throw NothingToTake();
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await TakeAsync(database, id, cancellationToken);

        return grant;
    }

    private static HostException NothingToTake() =>
        new(HostProblem.Conflict, "This authorization has no grant to take: it is not granted, has been taken, has expired, or belongs to another plugin or a saved connector.", "Begin a new authorization.");

    private static string[] Place(Guid id) => ["authorization", id.ToString("N"), "grant"];

    private sealed record Kept(string TokenSetting, StoredCredential Credential);
}
