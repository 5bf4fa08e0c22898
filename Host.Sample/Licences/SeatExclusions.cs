using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Licences;

/// <summary>People and groups that reclaim reports leave out, each for a reason and perhaps for a time.</summary>
public sealed class SeatExclusions
{
    /// <summary>How long a reason may be.</summary>
    public const int MostReason = 500;

    private const int MostText = 200;

    private readonly IDbContextFactory<HostDatabase> _databases;
    private readonly InventoryReader _inventory;
    private readonly EvidenceReader _evidence;
    private readonly SeatSubjects _subjects;
    private readonly CurrentActor _current;
    private readonly AuditTrail _audit;
    private readonly TimeProvider _clock;

    internal SeatExclusions(IDbContextFactory<HostDatabase> databases, InventoryReader inventory, EvidenceReader evidence, SeatSubjects subjects, CurrentActor current, AuditTrail audit, TimeProvider clock) =>
        (_databases, _inventory, _evidence, _subjects, _current, _audit, _clock) = (databases, inventory, evidence, subjects, current, audit, clock);

    /// <summary>All of a connector, also those that have expired.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public async Task<IReadOnlyList<SeatExclusionView>> ListAsync(string connector, CancellationToken cancellationToken)
    {
        await using var database = await _databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        var exclusions = await database.SeatExclusions.AsNoTracking().Where(exclusion => exclusion.ConnectorId == owner.Id).OrderBy(exclusion => exclusion.Id).ToListAsync(cancellationToken);

        return owner.PublishedRunId is null || exclusions.Count == 0
            ? Views(exclusions)
            : await NamedAsync(await _inventory.OpenAsync(Number(owner), default, cancellationToken), exclusions, cancellationToken);
    }

    /// <summary>Those that leave an account out, or did until they expired: its own, and those of groups that it was in as of the run.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="account">The account's id.</param>
    /// <param name="asOf">As of when.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException">As <see cref="InventoryReader.OpenAsync"/>.</exception>
    public async Task<IReadOnlyList<SeatExclusionView>> OfAsync(string connector, string account, AsOf asOf, CancellationToken cancellationToken)
    {
        var source = await _inventory.OpenAsync(connector, asOf, cancellationToken);
        await using var database = await _databases.CreateDbContextAsync(cancellationToken);
        var all = await database.SeatExclusions.AsNoTracking().Where(exclusion => exclusion.ConnectorId == source.Connector.Id).OrderBy(exclusion => exclusion.Id).ToListAsync(cancellationToken);
        HashSet<string> groups = all.Exists(exclusion => exclusion.Kind is SeatExclusionKind.Group) ? await _evidence.GroupsAsync(source, account, cancellationToken) : [];
        var its = all.FindAll(exclusion => exclusion.Kind is SeatExclusionKind.Account ? exclusion.SubjectId == account : groups.Contains(exclusion.SubjectId));

        return await NamedAsync(source, its, cancellationToken);
    }

    /// <summary>Accounts or groups of the published run that could be left out: those whose id, name or e-mail address contains a text.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="kind">What is looked for.</param>
    /// <param name="text">The text, case ignored.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException">As <see cref="InventoryReader.OpenAsync"/>; <see cref="HostProblem.Usage"/>: no text, or more than anybody types.</exception>
    public async Task<IReadOnlyList<SeatSubject>> FindAsync(string connector, SeatExclusionKind kind, string text, int take, CancellationToken cancellationToken)
    {
        if (text.Trim() is not { Length: > 0 and <= MostText } wanted)
        {
            throw new HostException(HostProblem.Usage, "There is nothing to look for.", $"Give a part of a name, an e-mail address or an id, of at most {MostText} characters.");
        }

        var source = await _inventory.OpenAsync(connector, default, cancellationToken);

        // Looking at all names of a big inventory takes a while of a thread: not the caller's, who may be drawing a page.
        return await Task.Run(() => _subjects.FindAsync(source, kind, wanted, take, cancellationToken), cancellationToken);
    }

    /// <summary>Leaves an account, or the members of a group, out of reclaim reports.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="kind">What is left out.</param>
    /// <param name="subjectId">The account's or the group's id.</param>
    /// <param name="reason">Why.</param>
    /// <param name="until">The last day, UTC; null: until it is taken away.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: no such connector, account or group. <see cref="HostProblem.Invalid"/>: no reason, or a day that has passed. <see cref="HostProblem.Conflict"/>: it is left out already.</exception>
    public async Task<SeatExclusionView> AddAsync(string connector, SeatExclusionKind kind, string subjectId, string reason, DateOnly? until, CancellationToken cancellationToken)
    {
        _current.Require(AccessRole.Operator);
        var now = _clock.GetUtcNow();
        var expires = until is { } day ? new DateTimeOffset(day, TimeOnly.MaxValue, TimeSpan.Zero) : (DateTimeOffset?)null;

        if (string.IsNullOrWhiteSpace(reason) || reason.Length > MostReason)
        {
            throw new HostException(HostProblem.Invalid, "An exclusion needs a reason.", $"Say in at most {MostReason} characters why it is left out, so that others understand it later.");
        }

        if (expires < now)
        {
            throw new HostException(HostProblem.Invalid, $"The day {LicenceWords.Day(until!.Value)} has passed: the exclusion would leave nobody out.", "Give a day to come, or none.");
        }

        await using var database = await _databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        await RequireSubjectAsync(owner, kind, subjectId, cancellationToken);
        var same = await database.SeatExclusions.Where(exclusion => exclusion.ConnectorId == owner.Id && exclusion.Kind == kind && exclusion.SubjectId == subjectId).ToListAsync(cancellationToken);

        if (same.Find(exclusion => !(exclusion.ExpiresAt < now)) is { } holds)
        {
            throw new HostException(HostProblem.Conflict, $"The {Word(kind)} '{subjectId}' is left out already: {holds.Reason}", $"Take exclusion {holds.Id} away first if it is to be another.");
        }

        // What has expired makes room for what takes its place.
        database.SeatExclusions.RemoveRange(same);
        SeatExclusion added = new() { ConnectorId = owner.Id, Kind = kind, SubjectId = subjectId, Reason = reason.Trim(), ExpiresAt = expires, CreatedBy = _current.Name, CreatedAt = now };
        database.SeatExclusions.Add(added);
        _audit.Add(database, "licences.excluded", owner.Name, $"{Word(kind)} {subjectId}{(until is { } last ? $" until {LicenceWords.Day(last)}" : "")}: {added.Reason}");
        await database.SaveChangesAsync(cancellationToken);

        return SeatExclusionView.Of(added, now);
    }

    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public async Task RemoveAsync(string connector, int id, CancellationToken cancellationToken)
    {
        _current.Require(AccessRole.Operator);
        await using var database = await _databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        var exclusion = await database.SeatExclusions.SingleOrDefaultAsync(exclusion => exclusion.Id == id && exclusion.ConnectorId == owner.Id, cancellationToken)
            ?? throw new HostException(HostProblem.NotFound, $"The connector '{owner.Name}' has no exclusion {id}.", "The list of exclusions shows those that there are, with their numbers.");
        database.SeatExclusions.Remove(exclusion);
        _audit.Add(database, "licences.included", owner.Name, $"{Word(exclusion.Kind)} {exclusion.SubjectId}");
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Those that hold now, with the groups' members as of the run.</summary>
    internal async Task<ExclusionSet> HoldingAsync(InventorySource source, CancellationToken cancellationToken)
    {
        var holding = await StandingAsync(source.Connector.Id, cancellationToken);
        List<(SeatExclusion, HashSet<string>)> groups = [];

        foreach (var group in holding.Where(exclusion => exclusion.Kind is SeatExclusionKind.Group))
        {
            groups.Add((group, await _evidence.MembersAsync(source, group.SubjectId, cancellationToken)));
        }

        return new(holding.Where(exclusion => exclusion.Kind is SeatExclusionKind.Account), groups);
    }

    private static string Number(Connector owner) => owner.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private List<SeatExclusionView> Views(List<SeatExclusion> exclusions)
    {
        var now = _clock.GetUtcNow();

        return exclusions.ConvertAll(exclusion => SeatExclusionView.Of(exclusion, now));
    }

    private async Task<IReadOnlyList<SeatExclusionView>> NamedAsync(InventorySource source, List<SeatExclusion> exclusions, CancellationToken cancellationToken)
    {
        Dictionary<SeatExclusionKind, IReadOnlyDictionary<string, string>> names = [];

        foreach (var kind in exclusions.GroupBy(exclusion => exclusion.Kind))
        {
            names[kind.Key] = await _subjects.NamesAsync(source, kind.Key, [.. kind.Select(exclusion => exclusion.SubjectId).Distinct()], cancellationToken);
        }

        return [.. Views(exclusions).Select(exclusion => exclusion with { Name = names[exclusion.Kind].GetValueOrDefault(exclusion.SubjectId) })];
    }

    /// <summary>Those of a connector that hold now, by id.</summary>
    internal async Task<IReadOnlyList<SeatExclusion>> StandingAsync(int connectorId, CancellationToken cancellationToken)
    {
        await using var database = await _databases.CreateDbContextAsync(cancellationToken);
        var now = _clock.GetUtcNow();

        return (await database.SeatExclusions.AsNoTracking().Where(exclusion => exclusion.ConnectorId == connectorId).OrderBy(exclusion => exclusion.Id).ToListAsync(cancellationToken))
            .FindAll(exclusion => !(exclusion.ExpiresAt < now));
    }

    private static string Word(SeatExclusionKind kind) => LicenceWords.Of(kind);

    /// <summary>A slip of the pen would leave nobody out, and nobody would notice.</summary>
    private async Task RequireSubjectAsync(Connector owner, SeatExclusionKind kind, string subjectId, CancellationToken cancellationToken)
    {
        if (owner.PublishedRunId is null)
        {
            throw new HostException(HostProblem.NotFound, $"The connector '{owner.Name}' has no inventory yet, so there is nobody to leave out.", $"Run it: connectors run \"{owner.Name}\".");
        }

        var source = await _inventory.OpenAsync(owner.Name, default, cancellationToken);
        var (subjects, semantic) = kind is SeatExclusionKind.Account
            ? ((StreamSubject[])[StreamSubject.Accounts], ColumnSemantic.AccountId)
            : ([StreamSubject.Groups, StreamSubject.GroupMembers], ColumnSemantic.GroupId);

        if (!await _evidence.HasAsync(source, subjects, semantic, subjectId, cancellationToken))
        {
            throw new HostException(HostProblem.NotFound, $"There is no {Word(kind)} '{subjectId}' in the inventory of '{owner.Name}'.", "Give the id that the service uses; 'inventory show' lists it.");
        }
    }
}
