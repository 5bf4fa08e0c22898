using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Logs;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Connectors;

/// <summary>Links by which a colleague, who has no access to this host, gives consent for a saved connector: valid once and for a day. Only their hashes are kept.</summary>
public sealed class ConsentLinks(
    IDbContextFactory<HostDatabase> databases,
    ConnectorDescriptions descriptions,
    AuthorizationService authorizations,
    CallbackAddress callbacks,
    CurrentActor current,
    AuditTrail audit,
    KnownSecrets known,
    TimeProvider clock)
{
    public const string PathPrefix = "/consent/";

    private const int TokenBytes = 32;

    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(24);

    // So long it is told that a link was used or came too late; then it is unknown.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, and what keeps a consent from beginning.</exception>
    public async Task<NewConsentLink> MakeAsync(string nameOrId, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        await authorizations.RequireReadyAsync(nameOrId, cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connector = await ConnectorService.FindAsync(database, nameOrId, cancellationToken);
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        known.Add(token);
        var now = clock.GetUtcNow();
        var old = now - Remembered;
        await database.ConsentLinks.Where(link => link.ExpiresAt < old).ExecuteDeleteAsync(cancellationToken);
        database.ConsentLinks.Add(new() { ConnectorId = connector.Id, TokenHash = Hash(token), CreatedBy = current.Name, CreatedAt = now, ExpiresAt = now + GoodFor });
        audit.Add(database, "consent_link.made", connector.Name, null);
        await database.SaveChangesAsync(cancellationToken);

        return new(new(callbacks.Host, PathPrefix + token), now + GoodFor);
    }

    /// <summary>What a link asks for; null when there is no such link.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.PluginUnavailable"/>.</exception>
    public async Task<ConsentInvitation?> FindAsync(string token, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        if (await FindAsync(database, token, cancellationToken) is not { } link)
        {
            return null;
        }

        var connector = await database.Connectors.AsNoTracking().SingleAsync(entity => entity.Id == link.ConnectorId, cancellationToken);
        var description = await descriptions.GetAsync(connector.PluginId, cancellationToken);

        return new()
        {
            Connector = connector.Name,
            Service = description.Service,
            Summary = description.Summary,
            ConsentedBy = description.Authorization?.ConsentedBy ?? "",
            Scopes = [.. description.Scopes.Where(scope => !scope.IsOptional)],
            CreatedBy = link.CreatedBy,
            ExpiresAt = link.ExpiresAt,
            IsUsed = link.UsedAt is not null,
            IsExpired = link.ExpiresAt <= clock.GetUtcNow(),
        };
    }

    /// <summary>Uses a link up and begins the consent.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Conflict"/>: unknown, used or expired; and what keeps a consent from beginning, which leaves the link as it was.</exception>
    public async Task<AuthorizationStart> UseAsync(string token, CancellationToken cancellationToken)
    {
        known.Add(token);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var link = await FindAsync(database, token, cancellationToken);
        var now = clock.GetUtcNow();

        // Of two that press the button at the same instant, one wins.
        if (link is null || link.ExpiresAt <= now
            || await database.ConsentLinks.Where(entity => entity.Id == link.Id && entity.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(entity => entity.UsedAt, now), cancellationToken) != 1)
        {
            throw new HostException(HostProblem.Conflict, "This link has been used already, or its time is up.", "Ask whoever sent it for a new one.");
        }

        var connector = await database.Connectors.AsNoTracking().SingleAsync(entity => entity.Id == link.ConnectorId, cancellationToken);

        try
        {
            var start = await authorizations.BeginSavedAsync(connector.Name, isByColleague: true, cancellationToken);
            audit.Add(database, "consent_link.used", connector.Name, $"made by {link.CreatedBy}");
            await database.SaveChangesAsync(cancellationToken);

            return start;
        }
        catch (HostException)
        {
            await database.ConsentLinks.Where(entity => entity.Id == link.Id).ExecuteUpdateAsync(set => set.SetProperty(entity => entity.UsedAt, (DateTimeOffset?)null), CancellationToken.None);

            throw;
        }
    }

    private static async Task<ConsentLink?> FindAsync(HostDatabase database, string token, CancellationToken cancellationToken)
    {
        var hash = Hash(token);

        return await database.ConsentLinks.AsNoTracking().SingleOrDefaultAsync(link => link.TokenHash == hash, cancellationToken);
    }

    // The token is random and long: a plain hash cannot be turned back, and looking it up by hash tells nothing by its time.
    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
