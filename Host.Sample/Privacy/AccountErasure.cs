using System.Globalization;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Runs.Proof;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Privacy;

/// <summary>Erases a person on request: out of every version of every row, for good, and so that no later run stores it again.</summary>
public sealed class AccountErasure(
    IDbContextFactory<HostDatabase> databases, StoreWriter writer, HostStore store, PrivacyKeys keys, RunCertificates certificates, CurrentActor current, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Erases the person that an account belongs to.</summary>
    /// <param name="connector">Name or number.</param>
    /// <param name="account">The account's id at the service. It is not kept anywhere.</param>
    /// <param name="reason">Why: the request's own number, for example. Kept, so it should not name the person.</param>
    /// <param name="cancellationToken">Ends it; nothing has happened then.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: no such connector, or no such account in any version; <see cref="HostProblem.NotAllowed"/>; <see cref="HostProblem.Usage"/> without a reason; <see cref="HostProblem.Conflict"/> while the connector runs.</exception>
    public async Task<ErasureView> EraseAsync(string connector, string account, string reason, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);

        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new HostException(HostProblem.Usage, "The erasure has no reason.", "Say why, without naming the person: the request's number, for example.");
        }

        Connector owner;

        await using (var database = await databases.CreateDbContextAsync(cancellationToken))
        {
            owner = ConnectorLookup.Find(database, connector);
        }

        var hash = await keys.OpenAsync(owner.Id, cancellationToken);
        var view = await writer.WriteAsync(write => Erase(write, owner, account, reason.Trim(), hash), cancellationToken);

        try
        {
            await store.CompactAsync(cancellationToken);
        }
        catch (HostException exception)
        {
            // The rows are gone for every reader; only the bytes are still in the file.
            return view with { TracesLeft = $"The rows are gone, but the store could not be written anew, and pages that it let go of may still hold them. {exception.Message} {exception.Fix} Then erase the person once more." };
        }

        return view;
    }

    /// <summary>What erasing the person that an account belongs to would do now.</summary>
    /// <param name="connector">Name or number.</param>
    /// <param name="account">The account's id at the service.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: no such connector, or no such account in any version; <see cref="HostProblem.NotAllowed"/>; <see cref="HostProblem.Conflict"/>: the person is erased already.</exception>
    public async Task<ErasurePreview> PreviewAsync(string connector, string account, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        var hash = await keys.OpenAsync(owner.Id, cancellationToken);

        return await Task.Run(() => Preview(database, owner, account, hash, cancellationToken), cancellationToken);
    }

    private static ErasurePreview Preview(HostDatabase database, Connector owner, string account, PersonalDataHash hash, CancellationToken cancellationToken)
    {
        database.Database.OpenConnection();
        var read = StoreSession.Over(database, cancellationToken);
        using ErasureWork work = new(read, owner);
        var ids = work.FindPerson(account);

        if (ids.Count > 0)
        {
            var streams = work.Preview();

            return new(ids.Count, streams, [.. streams.SelectMany(stream => stream.Runs).Distinct().Order()]);
        }

        throw Known(database, owner, [hash.Of(account)]) is [var known, ..]
            ? new HostException(HostProblem.Conflict, string.Create(CultureInfo.InvariantCulture, $"This person is erased already: erasure {known.Id}."), "Nothing is left to do; no later run stores the person again.")
            : NotThere(owner);
    }

    private static HostException NotThere(Connector owner) => new(
        HostProblem.NotFound, $"No row of the connector '{owner.Name}' names this account, in no version.", "Give the account's id as the inventory shows it.");

    /// <summary>The erasures of a connector, the first one first.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>; <see cref="HostProblem.NotAllowed"/>.</exception>
    public async Task<IReadOnlyList<ErasureView>> ListAsync(string connector, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        var erasures = await database.Erasures.AsNoTracking().Join(
            database.ErasedAccounts.Where(erased => erased.ConnectorId == owner.Id), erasure => erasure.ErasedAccountId, erased => erased.Id, (erasure, _) => erasure).ToListAsync(cancellationToken);
        var accounts = await database.ErasedAccounts.AsNoTracking().Where(erased => erased.ConnectorId == owner.Id).OrderBy(erased => erased.Id).ToListAsync(cancellationToken);

        return [.. accounts.GroupBy(erased => (erased.ErasedAt, erased.Reason)).Select(group => View(group.First(), group.Count(), [.. erasures.Where(erasure => group.Any(erased => erased.Id == erasure.ErasedAccountId))]))];
    }

    private ErasureView Erase(StoreSession write, Connector owner, string account, string reason, PersonalDataHash hash)
    {
        PrivacyService.RequireIdle(write.Database, owner);
        using ErasureWork work = new(write, owner);
        var ids = work.FindPerson(account);

        var known = Known(write.Database, owner, [hash.Of(account)]);

        if (ids.Count == 0 && known.Count > 0)
        {
            return View(known[0], known.Count, []);
        }

        if (ids.Count == 0)
        {
            throw NotThere(owner);
        }

        var erased = Remember(write.Database, owner, ids, reason, hash);
        var ordered = work.Erase().ConvertAll(mark => Mark(write.Database, mark, erased[0].Id));
        write.Database.SeatExclusions.Where(exclusion => exclusion.ConnectorId == owner.Id && exclusion.Kind == SeatExclusionKind.Account && ids.Contains(exclusion.SubjectId)).ExecuteDelete();

        RunFiguresEntry.Forget(write.Database, owner.Id);

        // The person is named nowhere, here neither.
        audit.Add(write.Database, "account.erased", owner.Name, string.Create(CultureInfo.InvariantCulture, $"erasure {erased[0].Id}: {reason}"));
        write.Database.SaveChanges();

        foreach (var run in ordered.Select(mark => mark.RunId).Distinct().Order())
        {
            certificates.SealAnew(write, run, current.Name, string.Create(CultureInfo.InvariantCulture, $"A person was erased on request: erasure {erased[0].Id}."));
        }

        return View(erased[0], erased.Count, ordered) with { RowsErased = work.RowsErased, RowsChanged = work.RowsChanged };
    }

    private List<ErasedAccount> Remember(HostDatabase database, Connector owner, IReadOnlyCollection<string> ids, string reason, PersonalDataHash hash)
    {
        var now = clock.GetUtcNow();
        var hashes = ids.Select(hash.Of).Order(StringComparer.Ordinal).ToList();
        var known = Known(database, owner, hashes);
        List<ErasedAccount> erased = [.. hashes.Where(entry => !known.Exists(account => account.AccountHash == entry)).Select(entry => new ErasedAccount { ConnectorId = owner.Id, AccountHash = entry, Reason = reason, ErasedBy = current.Name, ErasedAt = now })];
        database.ErasedAccounts.AddRange(erased);
        database.SaveChanges();

        // Erased before and back by a copy of the data: the same mark goes on.
        return erased.Count > 0 ? erased : known;
    }

    private static List<ErasedAccount> Known(HostDatabase database, Connector owner, IReadOnlyList<string> hashes) =>
        [.. database.ErasedAccounts.Where(account => account.ConnectorId == owner.Id && hashes.Contains(account.AccountHash))];

    private static Erasure Mark(HostDatabase database, ErasureWork.StreamMark found, int erasedAccountId)
    {
        var mark = database.Erasures.Find(erasedAccountId, found.RunId, found.StreamId);

        if (mark is null)
        {
            mark = new()
            {
                ErasedAccountId = erasedAccountId,
                RunId = found.RunId,
                StreamId = found.StreamId,
                RowCountBefore = found.Before.Count,
                RowSetHashBefore = found.Before.Hash,
                RowSetHashAfter = found.After.Hash,
            };
            database.Erasures.Add(mark);
        }

        mark.RowsErased += found.Before.Count - found.After.Count;
        mark.RowsChanged += found.Changed;
        (mark.RowCountAfter, mark.RowSetHashAfter) = (found.After.Count, found.After.Hash);

        return mark;
    }

    private static ErasureView View(ErasedAccount first, int accounts, IReadOnlyList<Erasure> marks) => new(
        first.Id,
        first.ErasedAt,
        first.ErasedBy,
        first.Reason,
        accounts,
        marks.Sum(mark => mark.RowsErased),
        marks.Sum(mark => mark.RowsChanged),
        [.. marks.Select(mark => mark.RunId).Distinct().Order()]);
}
