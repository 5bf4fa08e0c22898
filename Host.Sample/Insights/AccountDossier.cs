using System.Data.Common;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Privacy;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Insights;

/// <summary>Everything that the inventory has of one account, for any connector: drawn from what its columns and streams mean.</summary>
/// <remarks>No question costs more queries because an account has more of something. All work is done away from the caller's thread.</remarks>
public sealed class AccountDossier(IDbContextFactory<HostDatabase> databases, InventoryReader inventory, PrivacyKeys keys)
{
    /// <summary>Whether the account is there, and its own rows.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="account">The account's id at the service.</param>
    /// <param name="asOf">As of when.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException">As <see cref="InventoryReader.OpenAsync"/>.</exception>
    public async Task<AccountRecord> GetAsync(string connector, string account, AsOf asOf, CancellationToken cancellationToken)
    {
        var source = await inventory.OpenAsync(connector, asOf, cancellationToken);

        return await Task.Run(() => GatherAsync(source, account, cancellationToken), cancellationToken);
    }

    /// <summary>The groups or spaces that the account is a member of, by name; those without one come last.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="account">The account's id at the service.</param>
    /// <param name="asOf">As of when.</param>
    /// <param name="members"><see cref="StreamSubject.GroupMembers"/> or <see cref="StreamSubject.SpaceMembers"/>.</param>
    /// <param name="skip">How many are passed over.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading, also inside the store.</param>
    /// <exception cref="HostException">As <see cref="InventoryReader.OpenAsync"/>.</exception>
    public async Task<AccountPlaces> MembershipsAsync(string connector, string account, AsOf asOf, StreamSubject members, int skip, int take, CancellationToken cancellationToken)
    {
        var source = await inventory.OpenAsync(connector, asOf, cancellationToken);
        var id = PlaceId(members) ?? throw new ArgumentOutOfRangeException(nameof(members), members, "It has no members.");
        var streams = source.Schemas.Where(schema => schema.Description.Subject == members && Meaning(schema).Has(ColumnSemantic.AccountId, id)).ToList();

        return await Task.Run(() => PlacesAsync(source, account, streams, ColumnSemantic.AccountId, [id], Named(source, members, id), skip, take, cancellationToken), cancellationToken);
    }

    /// <summary>What the account made, installed or answers for: applications, spaces, groups; by name.</summary>
    /// <inheritdoc cref="MembershipsAsync"/>
    public async Task<AccountPlaces> ResponsibleAsync(string connector, string account, AsOf asOf, int skip, int take, CancellationToken cancellationToken)
    {
        var source = await inventory.OpenAsync(connector, asOf, cancellationToken);
        var streams = source.Schemas.Where(schema => Meaning(schema).Has(ColumnSemantic.ResponsibleAccountId)).ToList();

        return await Task.Run(
            () => PlacesAsync(source, account, streams, ColumnSemantic.ResponsibleAccountId, [ColumnSemantic.AppId, ColumnSemantic.SpaceId, ColumnSemantic.GroupId], null, skip, take, cancellationToken),
            cancellationToken);
    }

    /// <summary>What happened to its rows in the streams about it, memberships included, run by run, the latest first. Signs of use are not: they come and are never changed.</summary>
    /// <inheritdoc cref="MembershipsAsync"/>
    public async Task<AccountStory> HistoryAsync(string connector, string account, AsOf asOf, int skip, int take, CancellationToken cancellationToken)
    {
        var source = await inventory.OpenAsync(connector, asOf, cancellationToken);

        return await Task.Run(() => StoryAsync(source, account, skip, take, cancellationToken), cancellationToken);
    }

    private static StreamMeaning Meaning(InventorySchema schema) => new(schema);

    private static ColumnSemantic? PlaceId(StreamSubject members) => members switch
    {
        StreamSubject.GroupMembers => ColumnSemantic.GroupId,
        StreamSubject.SpaceMembers => ColumnSemantic.SpaceId,
        _ => null,
    };

    /// <summary>The streams whose rows are about an account, by the column that names it; signs of use left out.</summary>
    private static IEnumerable<(InventorySchema Schema, string Column)> AboutAccounts(InventorySource source) =>
        from schema in source.Schemas
        where schema.Description.Subject is not StreamSubject.Activity
        let column = schema.Description.Columns.FirstOrDefault(column => column.Meaning.Semantic is ColumnSemantic.AccountId)
        where column is not null && PersonRows.IsAbout(schema.Description, column)
        select (schema, column.Name);

    private async Task<AccountRecord> GatherAsync(InventorySource source, string account, CancellationToken cancellationToken)
    {
        List<AccountRow> rows = [];
        List<AccountRow> last = [];
        InventoryVersion? end = null;
        var isPresent = false;

        foreach (var (schema, column) in AboutAccounts(source).Where(stream => PlaceId(stream.Schema.Description.Subject) is null))
        {
            foreach (var versions in await inventory.HistoriesAsync(source, schema, column, account, cancellationToken))
            {
                var latest = versions[^1];
                (latest.Row.ToRun is null ? rows : last).Add(new(schema, latest.Row));

                if (schema.Description.Subject is StreamSubject.Accounts)
                {
                    isPresent |= latest.Row.ToRun is null;
                    end = latest.Row.ToRun > (end?.Row.ToRun ?? 0) ? latest : end;
                }
            }
        }

        var isGone = !isPresent && end is not null;
        var shown = isGone ? [.. rows, .. last] : rows;
        var erased = isPresent || isGone ? null : await ErasedAsync(source, account, cancellationToken);

        return new()
        {
            Connector = source.Connector.Name,
            RunId = source.RunId,
            AccountId = account,
            Presence = isPresent ? AccountPresence.Present : isGone ? AccountPresence.Gone : erased is null ? AccountPresence.Unknown : AccountPresence.Erased,
            DisplayName = shown.Where(row => row.Schema.Description.Subject is StreamSubject.Accounts).Select(Name).FirstOrDefault(name => name is not null),
            GoneInRun = isGone ? end!.Row.ToRun : null,
            GoneAt = isGone ? end!.ToTime : null,
            ErasedAt = erased,
            Rows = shown,
        };
    }

    private static string? Name(AccountRow row) => Meaning(row.Schema).NameOf(ColumnSemantic.DisplayName) is { } column
        ? row.Row.Values[row.Schema.Columns.Select(known => known.Name).ToList().IndexOf(column)] as string
        : null;

    private async Task<DateTimeOffset?> ErasedAsync(InventorySource source, string account, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var erased = database.ErasedAccounts.AsNoTracking().Where(entry => entry.ConnectorId == source.Connector.Id);

        if (!await erased.AnyAsync(cancellationToken))
        {
            return null;
        }

        var hash = (await keys.OpenAsync(source.Connector.Id, cancellationToken)).Of(account);

        return await erased.Where(entry => entry.AccountHash == hash).Select(entry => (DateTimeOffset?)entry.ErasedAt).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The names of groups or spaces as of the run, as a query of id, name and whether it is retired; null: no stream has any.</summary>
    private static string? Named(InventorySource source, StreamSubject members, ColumnSemantic id)
    {
        var subject = members is StreamSubject.GroupMembers ? StreamSubject.Groups : StreamSubject.Spaces;
        var parts = source.Schemas.Select(Meaning).Where(stream => stream.Subject == subject && stream.Has(id)).Select(stream =>
            $"SELECT {stream[id]} AS id, {stream[ColumnSemantic.DisplayName]} AS name, CAST({stream[ColumnSemantic.IsRetired]} AS BIGINT) AS retired FROM {stream.Table} WHERE connector_id = @connector AND {InventoryTables.ValidAtRun}").ToList();

        return parts.Count == 0 ? null : string.Join(" UNION ALL ", parts);
    }

    private async Task<AccountPlaces> PlacesAsync(
        InventorySource source,
        string account,
        List<InventorySchema> streams,
        ColumnSemantic named,
        ColumnSemantic[] ids,
        string? names,
        int skip,
        int take,
        CancellationToken cancellationToken)
    {
        if (streams.Count == 0)
        {
            return new(0, []);
        }

        List<string> parts = [];
        List<(string, object?)> values = [("@connector", source.Connector.Id), ("@run", source.RunId), ("@skip", skip), ("@take", take)];

        for (var index = 0; index < streams.Count; index++)
        {
            var stream = Meaning(streams[index]);
            var id = ids.Select(semantic => stream[semantic]).FirstOrDefault(column => column != "NULL") ?? "NULL";
            var naming = InventorySql.Naming(streams[index], stream.NameOf(named)!, account);
            parts.Add($"SELECT {index} AS stream, row_key, from_run, {id} AS id, {stream[ColumnSemantic.DisplayName]} AS name, CAST({stream[ColumnSemantic.IsRetired]} AS BIGINT) AS retired {naming.Text} AND {InventoryTables.ValidAtRun}");
            values.AddRange(naming.Values.Where(value => !values.Exists(known => known.Item1 == value.Name)).Select(value => (value.Name, value.Value)));
        }

        // What it is in comes first, then the names of those alone: once each, also where several streams know a name.
        var sql = $"WITH place AS MATERIALIZED ({string.Join(" UNION ALL ", parts)}), named AS MATERIALIZED "
            + (names is null ? "(SELECT CAST(NULL AS TEXT) AS id, CAST(NULL AS TEXT) AS name, CAST(NULL AS BIGINT) AS retired) " : $"(SELECT id, max(name) AS name, max(retired) AS retired FROM ({names}) every WHERE id IN (SELECT id FROM place) GROUP BY id) ")
            + "SELECT (SELECT count(*) FROM place), place.stream, place.row_key, place.id, coalesce(named.name, place.name) AS known, coalesce(named.retired, place.retired), place.from_run, begun.\"StartedAt\", begun.\"QueuedAt\" "
            + "FROM place LEFT JOIN named ON named.id = place.id JOIN \"Runs\" begun ON begun.\"Id\" = place.from_run ORDER BY coalesce(named.name, place.name) IS NULL, lower(coalesce(named.name, place.name)), place.id, place.stream, place.row_key LIMIT @take OFFSET @skip";
        List<AccountPlace> places = [];
        var total = 0L;

        await foreach (var (count, place) in inventory.ReadAsync(sql, values, reader => (reader.GetInt64(0), Place(reader, streams, named)), cancellationToken))
        {
            total = count;
            places.Add(place);
        }

        // Beyond the last one there is no row to tell how many there are.
        return places.Count == 0 && skip > 0
            ? new((await PlacesAsync(source, account, streams, named, ids, names, 0, 1, cancellationToken)).Total, [])
            : new(total, places);
    }

    private static AccountPlace Place(DbDataReader reader, List<InventorySchema> streams, ColumnSemantic named)
    {
        var stream = streams[reader.GetInt32(1)].Description;

        return new(
            stream.Id,
            stream.Name,
            StoredValue.Text(reader, 2),
            stream.Columns.First(column => column.Meaning.Semantic == named).Meaning.Description,
            Text(reader, 3),
            Text(reader, 4),
            reader.IsDBNull(5) ? null : reader.GetInt64(5) != 0,
            reader.GetInt64(6),
            UtcText.Parse(reader.IsDBNull(7) ? reader.GetString(8) : reader.GetString(7)));
    }

    private static string? Text(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : StoredValue.Text(reader, ordinal);

    private async Task<AccountStory> StoryAsync(InventorySource source, string account, int skip, int take, CancellationToken cancellationToken)
    {
        List<(AccountEvent Event, int Order)> events = [];
        var order = 0;

        foreach (var (schema, column) in AboutAccounts(source))
        {
            var place = PlaceId(schema.Description.Subject) is { } id && Meaning(schema).NameOf(id) is { } name ? schema.Columns.Select(known => known.Name).ToList().IndexOf(name) : -1;

            foreach (var versions in await inventory.HistoriesAsync(source, schema, column, account, cancellationToken))
            {
                var placeId = place < 0 ? null : versions[0].Row.Values[place] as string;
                events.AddRange(RowHistory.Of(versions, schema).Select(entry => (new AccountEvent(schema, versions[0].Row.Key, entry, placeId, null), order)));
            }

            order++;
        }

        var page = events.OrderByDescending(entry => entry.Event.What.RunId).ThenBy(entry => entry.Order).ThenBy(entry => entry.Event.RowKey, StringComparer.Ordinal).Skip(skip).Take(take).Select(entry => entry.Event).ToList();

        return new(events.Count, await NamedAsync(source, page, cancellationToken));
    }

    private async Task<List<AccountEvent>> NamedAsync(InventorySource source, List<AccountEvent> page, CancellationToken cancellationToken)
    {
        Dictionary<(StreamSubject Members, string Id), string> names = [];

        foreach (var members in page.Where(entry => entry.PlaceId is not null).GroupBy(entry => entry.Schema.Description.Subject))
        {
            if (Named(source, members.Key, PlaceId(members.Key)!.Value) is { } named)
            {
                var ids = System.Text.Json.JsonSerializer.Serialize(members.Select(entry => entry.PlaceId).Distinct());
                var sql = $"SELECT id, max(name) FROM ({named}) every WHERE name IS NOT NULL AND id IN {source.Schemas[0].Dialect.Listed("@ids")} GROUP BY id";

                await foreach (var (id, name) in inventory.ReadAsync(
                    sql, [("@connector", source.Connector.Id), ("@run", source.RunId), ("@ids", ids)], reader => (StoredValue.Text(reader, 0), StoredValue.Text(reader, 1)), cancellationToken))
                {
                    names[(members.Key, id)] = name;
                }
            }
        }

        return page.ConvertAll(entry => entry.PlaceId is { } id ? entry with { Place = names.GetValueOrDefault((entry.Schema.Description.Subject, id)) } : entry);
    }
}
