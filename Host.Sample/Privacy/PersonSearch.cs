using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Privacy;

/// <summary>Finds accounts by id, name or e-mail address in all versions of a connector's inventory, so that the right person is erased.</summary>
public sealed class PersonSearch(IDbContextFactory<HostDatabase> databases, PrivacyKeys keys, CurrentActor current)
{
    /// <summary>How many are told.</summary>
    public const int Most = 50;

    public const int MostCharacters = 200;

    /// <param name="connector">Name or number.</param>
    /// <param name="text">An id, or a part of a name or an address; values that are stored as hashes are found by the whole value only.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Usage"/>: nothing to search for.</exception>
    public async Task<PeopleFound> FindAsync(string connector, string text, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        var wanted = text.Trim();

        if (wanted.Length is 0 or > MostCharacters)
        {
            throw new HostException(HostProblem.Usage, "There is nothing to search for.", $"Type an account's id, or a part of a name or e-mail address, of at most {MostCharacters} characters.");
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        var hash = await keys.OpenAsync(owner.Id, cancellationToken);

        return await Task.Run(() => Find(database, owner, wanted, hash, cancellationToken), cancellationToken);
    }

    private static PeopleFound Find(HostDatabase database, Connector owner, string wanted, PersonalDataHash hash, CancellationToken cancellationToken)
    {
        database.Database.OpenConnection();
        var read = StoreSession.Over(database, cancellationToken);
        List<PersonFound> found = [];

        foreach (var schema in InventoryTables.OpenAll(read, owner.PluginId).Where(schema => schema.Description.Subject is StreamSubject.Accounts))
        {
            found.AddRange(Find(read, owner, schema, wanted, hash));
        }

        var people = found.DistinctBy(person => person.AccountId).OrderBy(person => person.Name ?? person.AccountId, StringComparer.OrdinalIgnoreCase).Take(Most + 1).ToList();

        return new([.. people.Take(Most)], people.Count > Most);
    }

    private static List<PersonFound> Find(StoreSession read, Connector owner, InventorySchema schema, string wanted, PersonalDataHash hash)
    {
        List<PersonFound> found = [];
        StreamMeaning meaning = new(schema);

        if (!meaning.Has(ColumnSemantic.AccountId))
        {
            return found;
        }

        var account = meaning[ColumnSemantic.AccountId];
        var identities = schema.Description.Columns.Where(column => column.Type is ColumnType.Text && (column.Meaning.PersonalData is PersonalData.Identity || column.Meaning.Semantic is ColumnSemantic.DisplayName or ColumnSemantic.Email)).Select(column => SqlName.Quote(column.Name));
        var ids = schema.Description.Columns.Where(column => PersonRows.IsOwnId(schema.Description, column)).Select(column => $"{SqlName.Quote(column.Name)} = ?2").Append($"{account} = ?2");
        var conditions = string.Join(" OR ", ids.Concat(identities.Select(column => $@"{column} {read.Dialect.Like} ?3 ESCAPE '\' OR {column} IN (?4, ?5)")));

        // Always there, so that every value has its place, also where a stream neither names nor addresses anybody.
        conditions += " OR CAST(NULL AS TEXT) IN (?3, ?4, ?5)";

        // Of one account the version that was there last.
        using var select = read.Prepare(
            $"SELECT id, name, email, isthere FROM (SELECT {account} id, {meaning[ColumnSemantic.DisplayName]} name, {meaning[ColumnSemantic.Email]} email, CASE WHEN to_run IS NULL THEN 1 ELSE 0 END isthere, "
            + $"row_number() OVER (PARTITION BY {account} ORDER BY coalesce(to_run, {long.MaxValue}) DESC, row_key) place FROM {schema.Table} "
            + $"WHERE connector_id = ?1 AND {account} IS NOT NULL AND ({conditions})) found WHERE place = 1 ORDER BY 2 NULLS FIRST, 1 LIMIT {Most + 1}");
        select.Bind(1, owner.Id).Bind(2, wanted).Bind(3, InventorySql.Pattern(wanted)).Bind(4, hash.Of(wanted)).Bind(5, hash.OfEmail(wanted));

        while (select.Step())
        {
            found.Add(new(select.Text(0), Text(select, 1), Text(select, 2), select.Int64(3) != 0));
        }

        return found;
    }

    private static string? Text(SqlStatement row, int column) => row.IsNull(column) ? null : row.Text(column) is { Length: > 0 } text ? text : null;
}
