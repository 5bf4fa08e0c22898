using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Host.Sample.Database;
using Host.Sample.Logs;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Access;

/// <summary>The keys that open the web door. Each is shown once, when it is made; only its hash is kept.</summary>
public sealed class AccessKeys(IDbContextFactory<HostDatabase> databases, CurrentActor current, AuditTrail audit, KnownSecrets secrets, TimeProvider clock)
{
    /// <summary>The name of the key that the host makes at its first start.</summary>
    public const string FirstName = "first key";

    private const int KeyBytes = 32;
    private const int MostNameCharacters = 60;

    // Used at every request; noted down at most this often.
    private static readonly TimeSpan UseNoted = TimeSpan.FromMinutes(1);

    /// <summary>Makes the first key when there is none at all.</summary>
    /// <returns>The new key, to be shown once; null when there are keys already.</returns>
    public async Task<string?> EnsureAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        if (await database.AccessKeys.AnyAsync(cancellationToken))
        {
            return null;
        }

        var (entity, value) = Make(FirstName, AccessRole.Administrator, null, "first start");
        database.AccessKeys.Add(entity);

        try
        {
            await database.SaveChangesAsync(cancellationToken);

            return value;
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another process has made it in between.
            return null;
        }
    }

    /// <summary>Makes the first key anew, for whoever sits at the machine and has lost it; the old one opens nothing any more.</summary>
    public async Task<string> RenewAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await database.AccessKeys.Where(key => key.Name == FirstName).ExecuteDeleteAsync(cancellationToken);
        var (entity, value) = Make(FirstName, AccessRole.Administrator, null, Actor.CommandLine.Name);
        database.AccessKeys.Add(entity);
        audit.Add(database, "access_key.renewed", FirstName, null);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return value;
    }

    public async Task<IReadOnlyList<AccessKeyView>> ListAsync(CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return [.. (await database.AccessKeys.AsNoTracking().OrderBy(key => key.Name).ToListAsync(cancellationToken)).Select(View)];
    }

    /// <param name="name">Whose or what for; unique.</param>
    /// <param name="role">What it opens.</param>
    /// <param name="goodFor">How long; null: until it is revoked.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.Invalid"/>, <see cref="HostProblem.Conflict"/>.</exception>
    public async Task<NewAccessKey> AddAsync(string name, AccessRole role, TimeSpan? goodFor, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        var trimmed = name.Trim();

        if (trimmed.Length is 0 or > MostNameCharacters || trimmed.Any(char.IsControl) || !Enum.IsDefined(role) || goodFor <= TimeSpan.Zero)
        {
            throw new HostException(HostProblem.Invalid, "That is no access key that can be made.", $"Give it a name of 1 to {MostNameCharacters} characters, one of the roles, and a time to come or none.");
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        if (await database.AccessKeys.AnyAsync(key => key.Name == trimmed, cancellationToken))
        {
            throw new HostException(HostProblem.Conflict, $"There is already an access key named '{trimmed}'.", "Choose another name, or revoke that key first.");
        }

        var (entity, value) = Make(trimmed, role, goodFor is { } time ? clock.GetUtcNow() + time : null, current.Name);
        database.AccessKeys.Add(entity);
        audit.Add(database, "access_key.added", trimmed, $"role {role.ToString().ToLowerInvariant()}");
        await database.SaveChangesAsync(cancellationToken);

        return new(View(entity), value);
    }

    /// <summary>Takes a key back; sessions that were opened with it end within a minute.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Conflict"/> for the last administrator's key.</exception>
    public async Task RevokeAsync(int id, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var key = await database.AccessKeys.FindAsync([id], cancellationToken) ?? throw new HostException(HostProblem.NotFound, "There is no such access key.", "It may have been revoked already.");
        var now = clock.GetUtcNow();

        if (key.Role is AccessRole.Administrator
            && !await database.AccessKeys.AnyAsync(other => other.Id != id && other.Role == AccessRole.Administrator && (other.ExpiresAt == null || other.ExpiresAt > now), cancellationToken))
        {
            throw new HostException(HostProblem.Conflict, $"'{key.Name}' is the last key of an administrator.", "Make another administrator's key first.");
        }

        database.AccessKeys.Remove(key);
        audit.Add(database, "access_key.revoked", key.Name, null);
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Whom a key makes of its holder; null when it opens nothing.</summary>
    public async Task<AccessKeyHolder?> FindAsync(string value, CancellationToken cancellationToken)
    {
        var hash = Hash(value);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return await HolderAsync(database, await database.AccessKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Hash == hash, cancellationToken), cancellationToken);
    }

    /// <summary>As <see cref="FindAsync(string, CancellationToken)"/>, for a session that a key has opened earlier.</summary>
    public async Task<AccessKeyHolder?> FindAsync(int id, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return await HolderAsync(database, await database.AccessKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Id == id, cancellationToken), cancellationToken);
    }

    private async Task<AccessKeyHolder?> HolderAsync(HostDatabase database, AccessKey? key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();

        if (key is null || key.ExpiresAt <= now)
        {
            return null;
        }

        if (key.LastUsedAt is null || now - key.LastUsedAt > UseNoted)
        {
            await database.AccessKeys.Where(entity => entity.Id == key.Id).ExecuteUpdateAsync(set => set.SetProperty(entity => entity.LastUsedAt, now), cancellationToken);
        }

        return new(key.Id, new(key.Name, key.Role));
    }

    private (AccessKey Entity, string Value) Make(string name, AccessRole role, DateTimeOffset? expiresAt, string by)
    {
        var value = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        secrets.Add(value);

        return (new() { Name = name, Role = role, Hash = Hash(value), CreatedAt = clock.GetUtcNow(), CreatedBy = by, ExpiresAt = expiresAt }, value);
    }

    // The key is random and long: a plain hash cannot be turned back, and looking it up by hash tells nothing by its time.
    private static string Hash(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));

    private AccessKeyView View(AccessKey key) => new(key.Id, key.Name, key.Role, key.CreatedAt, key.CreatedBy, key.LastUsedAt, key.ExpiresAt, key.ExpiresAt <= clock.GetUtcNow());
}
