using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Licences;

/// <summary>Reads what the store has of accounts: all versions up to the run, so that what a service has forgotten since still counts.</summary>
/// <remarks>What belongs to a published run is remembered, up to a fixed number of accounts: such a run never changes. Erasing a person makes it read anew.</remarks>
internal sealed class EvidenceReader(InventoryReader inventory, IDbContextFactory<HostDatabase> databases) : IDisposable
{
    /// <summary>About 400 bytes each.</summary>
    private const int MostAccounts = 250_000;

    private const int MostMemories = 1_000;
    private const int FirstSeen = 12;

    private readonly MemoryCache _accounts = new(new MemoryCacheOptions { SizeLimit = MostAccounts });
    private readonly MemoryCache _memories = new(new MemoryCacheOptions { SizeLimit = MostMemories });

    public void Dispose()
    {
        _accounts.Dispose();
        _memories.Dispose();
    }

    /// <summary>How far back the service was seen to remember: the greatest age that a row had when it first came; null when none came.</summary>
    public async Task<TimeSpan?> MemoryAsync(InventorySource source, StreamMeaning stream, RunLine runs, CancellationToken cancellationToken)
    {
        var key = (source.Connector.Id, source.RunId, stream.Id);

        if (_memories.TryGetValue(key, out TimeSpan? known))
        {
            return known;
        }

        var at = stream[ColumnSemantic.ActivityAt];
        var sql = $"SELECT from_run, min({at}) FROM {stream.Table} WHERE connector_id = @connector AND from_run <= @run AND {at} IS NOT NULL GROUP BY 1";
        TimeSpan? memory = null;

        await foreach (var (run, oldest) in inventory.ReadAsync(sql, Values(source), reader => (reader.GetInt64(0), Moment(reader, 1)), cancellationToken))
        {
            if (runs.Find(run)?.At - oldest is { } age && age > (memory ?? TimeSpan.Zero))
            {
                memory = age;
            }
        }

        _memories.Set(key, memory, new MemoryCacheEntryOptions { Size = 1 });

        return memory;
    }

    /// <summary>The time in which a stream would have shown what happened; null when it covers nothing.</summary>
    /// <param name="source">The inventory.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="table">Its rows; null: it was never collected.</param>
    /// <param name="history">The runs up to this one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<(DateTimeOffset From, DateTimeOffset To)?> CoversAsync(InventorySource source, StreamDescription stream, StreamMeaning? table, RunHistory history, CancellationToken cancellationToken) =>
        Coverage.Of(history.Complete(stream.Id), stream.LooksBack ?? (table is null ? null : await MemoryAsync(source, table, history.Runs, cancellationToken)));

    /// <summary>All accounts as of the run, by key.</summary>
    public async IAsyncEnumerable<AccountEvidence> AccountsAsync(LicenceView view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var key = (view.Source.Connector.Id, view.Source.RunId, string.Join(' ', view.Sources.Select(source => source.StreamId)), view.Runs.All.Count(run => run.IsPruned), await LastErasureAsync(view.Source.Connector.Id, cancellationToken));

        if (_accounts.TryGetValue(key, out List<AccountEvidence>? known) && known is not null)
        {
            foreach (var account in known)
            {
                yield return account;
            }

            yield break;
        }

        List<AccountEvidence>? gathered = [];
        Dictionary<string, string> words = new(StringComparer.Ordinal);

        await foreach (var account in inventory.ReadAsync(Sql(view), Values(view.Source), reader => Read(reader, view, words), cancellationToken))
        {
            gathered?.Add(account);
            gathered = gathered?.Count > MostAccounts ? null : gathered;

            yield return account;
        }

        if (gathered is not null)
        {
            _accounts.Set(key, gathered, new MemoryCacheEntryOptions { Size = Math.Max(1, gathered.Count) });
        }
    }

    /// <summary>The members of a group as of the run.</summary>
    public async Task<HashSet<string>> MembersAsync(InventorySource source, string group, CancellationToken cancellationToken)
    {
        HashSet<string> members = new(StringComparer.Ordinal);

        foreach (var stream in Streams(source, [StreamSubject.GroupMembers], ColumnSemantic.GroupId).Where(stream => stream.Has(ColumnSemantic.AccountId)))
        {
            var sql = $"SELECT {stream[ColumnSemantic.AccountId]} FROM {stream.Table} WHERE connector_id = @connector AND {InventoryTables.ValidAtRun} AND {stream[ColumnSemantic.GroupId]} = @group";

            await foreach (var member in inventory.ReadAsync(sql, [.. Values(source), ("@group", group)], reader => Text(reader, 0), cancellationToken))
            {
                members.Add(member ?? "");
            }
        }

        return members;
    }

    /// <summary>The groups that an account is in as of the run.</summary>
    public async Task<HashSet<string>> GroupsAsync(InventorySource source, string account, CancellationToken cancellationToken)
    {
        HashSet<string> groups = new(StringComparer.Ordinal);

        foreach (var schema in source.Schemas)
        {
            StreamMeaning stream = new(schema);

            if (stream.Subject is StreamSubject.GroupMembers && stream.Has(ColumnSemantic.GroupId) && stream.NameOf(ColumnSemantic.AccountId) is { } column)
            {
                var naming = InventorySql.Naming(schema, column, account);
                var sql = $"SELECT {stream[ColumnSemantic.GroupId]} {naming.Text} AND {InventoryTables.ValidAtRun}";

                await foreach (var group in inventory.ReadAsync(sql, [.. Values(source), .. naming.Values], reader => Text(reader, 0), cancellationToken))
                {
                    groups.Add(group ?? "");
                }
            }
        }

        return groups;
    }

    /// <summary>Whether some stream about the subjects has a row of that id as of the run.</summary>
    public async Task<bool> HasAsync(InventorySource source, StreamSubject[] subjects, ColumnSemantic semantic, string id, CancellationToken cancellationToken)
    {
        foreach (var stream in Streams(source, subjects, semantic))
        {
            var sql = $"SELECT 1 FROM {stream.Table} WHERE connector_id = @connector AND {InventoryTables.ValidAtRun} AND {stream[semantic]} = @id LIMIT 1";

            await foreach (var _ in inventory.ReadAsync(sql, [.. Values(source), ("@id", id)], reader => reader.GetInt64(0), cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<StreamMeaning> Streams(InventorySource source, StreamSubject[] subjects, ColumnSemantic semantic) =>
        source.Schemas.Select(schema => new StreamMeaning(schema)).Where(stream => subjects.Contains(stream.Subject) && stream.Has(semantic));

    private async Task<int> LastErasureAsync(int connectorId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return await database.ErasedAccounts.Where(erased => erased.ConnectorId == connectorId).MaxAsync(erased => (int?)erased.Id, cancellationToken) ?? 0;
    }

    /// <summary>One pass over every table: the signs of use and the seats are summed up by account first, then joined.</summary>
    private static string Sql(LicenceView view)
    {
        var tables = view.Source.Schemas.Select(schema => new StreamMeaning(schema)).ToList();
        var accounts = tables.First(table => table.Subject is StreamSubject.Accounts && table.Has(ColumnSemantic.AccountId));
        List<string> parts = [];
        List<string> columns = [];
        List<string> joins = [];

        for (var index = 0; index < view.Sources.Count; index++)
        {
            if (tables.Find(table => table.Id == view.Sources[index].StreamId && table.Has(ColumnSemantic.AccountId, ColumnSemantic.ActivityAt)) is not { } stream)
            {
                columns.Add("NULL");
                continue;
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"seen{index}");
            parts.Add($"{name}(account, at) AS MATERIALIZED (SELECT {stream[ColumnSemantic.AccountId]}, max({stream[ColumnSemantic.ActivityAt]}) FROM {stream.Table} "
                + $"WHERE connector_id = @connector AND from_run <= @run AND {stream[ColumnSemantic.ActivityAt]} IS NOT NULL AND {stream[ColumnSemantic.AccountId]} IS NOT NULL GROUP BY 1)");
            joins.Add($"LEFT JOIN {name} ON {name}.account = {accounts.Column(ColumnSemantic.AccountId)}");
            columns.Add($"{name}.at");
        }

        var seat = "NULL, NULL, NULL";

        if (view.Seats is { } seats)
        {
            // Of the versions in which it was charged for the last one counts: its run of beginning and the run that ended it.
            var billed = seats[ColumnSemantic.SeatBilled];
            var byTenant = seats.Has(ColumnSemantic.TenantId) && accounts.Has(ColumnSemantic.TenantId);
            parts.Add($"seat(account, tenant, billed, till, since) AS MATERIALIZED (SELECT {seats[ColumnSemantic.AccountId]}, {(byTenant ? seats[ColumnSemantic.TenantId] : "NULL")}, "
                + $"max(CASE WHEN to_run IS NULL OR to_run > @run THEN {billed} END), max(CASE WHEN {billed} = 1 THEN CASE WHEN to_run <= @run THEN to_run ELSE @run + 1 END END), max(CASE WHEN {billed} = 1 THEN from_run END) "
                + $"FROM {seats.Table} WHERE connector_id = @connector AND from_run <= @run GROUP BY 1, 2)");
            joins.Add($"LEFT JOIN seat ON seat.account = {accounts.Column(ColumnSemantic.AccountId)}{(byTenant ? $" AND seat.tenant IS NOT DISTINCT FROM {accounts.Column(ColumnSemantic.TenantId)}" : "")}");
            seat = "seat.billed, seat.till, seat.since";
        }

        return $"{(parts.Count > 0 ? $"WITH {string.Join(", ", parts)} " : "")}SELECT {accounts.Column(ColumnSemantic.AccountId)}, {accounts.Column(ColumnSemantic.TenantId)}, {accounts.Column(ColumnSemantic.DisplayName)}, "
            + $"{accounts.Column(ColumnSemantic.Email)}, {accounts.Column(ColumnSemantic.AccountType)}, {accounts.Column(ColumnSemantic.AccountTypeReason)}, {accounts.Column(ColumnSemantic.AccountStatus)}, "
            + $"(SELECT min(before.from_run) FROM {accounts.Table} before{accounts.ByKey} WHERE before.connector_id = @connector AND before.row_key = {accounts.Table}.row_key), "
            + $"CASE WHEN {accounts.Column(ColumnSemantic.AppId)} IS NULL THEN 0 ELSE 1 END, {seat}{string.Concat(columns.Select(column => $", {column}"))} FROM {accounts.Table}{accounts.ByKey} {string.Join(' ', joins)} "
            + $"WHERE {accounts.Table}.connector_id = @connector AND {accounts.Table}.from_run <= @run AND ({accounts.Table}.to_run IS NULL OR {accounts.Table}.to_run > @run) ORDER BY {accounts.Table}.row_key";
    }

    private static AccountEvidence Read(DbDataReader reader, LicenceView view, Dictionary<string, string> words)
    {
        var seen = new DateTimeOffset?[view.Sources.Count];

        for (var index = 0; index < seen.Length; index++)
        {
            seen[index] = reader.IsDBNull(FirstSeen + index) ? null : Moment(reader, FirstSeen + index);
        }

        return new(
            Text(reader, 0) ?? "",
            Word(Text(reader, 1)),
            Text(reader, 2),
            Text(reader, 3),
            Word(Text(reader, 4)),
            Word(Text(reader, 5)),
            Word(Text(reader, 6)),
            reader.GetInt64(8) != 0,
            reader.IsDBNull(9) ? null : reader.GetInt64(9) != 0,
            reader.IsDBNull(10) ? null : LastBilled(view.SeatRuns, reader.GetInt64(10), reader.GetInt64(11)),
            reader.GetInt64(7),
            seen);

        // Few words, many accounts.
        string? Word(string? text) => text is null ? null : words.TryGetValue(text, out var word) ? word : words[text] = text;
    }

    /// <summary>The last run that told so: the last complete one while the version held, or the one that brought it.</summary>
    private static long LastBilled(RunLine complete, long till, long since) => complete.LastBefore(till) is { } last && last.Id > since ? last.Id : since;

    private static (string, object?)[] Values(InventorySource source) => [("@connector", source.Connector.Id), ("@run", source.RunId)];

    private static DateTimeOffset Moment(DbDataReader reader, int ordinal) => UtcText.Parse(reader.GetString(ordinal));

    private static string? Text(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : StoredValue.Text(reader, ordinal);
}
