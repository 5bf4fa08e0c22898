using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Access;

/// <summary>Who changed what, and when. Entries are added, never altered; values of secrets are never among them.</summary>
public sealed class AuditTrail(IDbContextFactory<HostDatabase> databases, CurrentActor current, TimeProvider clock)
{
    private const int MostDetailCharacters = 500;

    /// <summary>Adds an entry to be saved together with the change that it tells of.</summary>
    /// <param name="database">The context that saves both.</param>
    /// <param name="action">A stable word: <c>connector.added</c>.</param>
    /// <param name="subject">What was changed, by its name for people.</param>
    /// <param name="detail">What exactly; null: nothing more to say.</param>
    public void Add(HostDatabase database, string action, string subject, string? detail) => database.AuditEntries.Add(Entry(action, subject, detail));

    /// <summary>Saves an entry on its own.</summary>
    /// <inheritdoc cref="Add"/>
#pragma warning disable CS1573 // The token says it.
    public async Task RecordAsync(string action, string subject, string? detail, CancellationToken cancellationToken)
#pragma warning restore CS1573
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        database.AuditEntries.Add(Entry(action, subject, detail));
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Entries, the latest first.</summary>
    /// <param name="search">A text that actor, action or subject must contain; null: any.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>.</exception>
    public async Task<AuditEntries> ListAsync(string? search, int skip, int take, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var entries = database.AuditEntries.AsNoTracking();

        if (!string.IsNullOrWhiteSpace(search))
        {
            entries = entries.Where(entry => entry.Actor.Contains(search) || entry.Action.Contains(search) || entry.Subject.Contains(search));
        }

        return new(await entries.CountAsync(cancellationToken), await entries.OrderByDescending(entry => entry.Id).Skip(skip).Take(take).ToListAsync(cancellationToken));
    }

    private AuditEntry Entry(string action, string subject, string? detail) => new()
    {
        At = clock.GetUtcNow(),
        Actor = current.Name,
        Action = action,
        Subject = subject,
        Detail = detail is { Length: > MostDetailCharacters } ? detail[..MostDetailCharacters] : detail,
    };
}
