using System.Data.Common;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Insights;

/// <summary>Draws the summary from the streams' subjects and the columns' semantics.</summary>
public sealed class SummaryReader
{
    private const int MaximumApps = 1000;
    private const string Valid = "connector_id = @connector AND " + InventoryTables.ValidAtRun;

    private readonly InventoryReader _inventory;
    private readonly SpaceHealth _spaces;
    private readonly GroupHealth _groups;

    internal SummaryReader(InventoryReader inventory, SpaceHealth spaces, GroupHealth groups) => (_inventory, _spaces, _groups) = (inventory, spaces, groups);

    /// <summary>What has to be counted row by row: seconds for a million accounts.</summary>
    public async Task<InventoryFigures> CountAsync(InventorySource source, CancellationToken cancellationToken)
    {
        Figures figures = new(_inventory, source, cancellationToken);

        return new()
        {
            Accounts = await figures.AccountsAsync(),
            Seats = await figures.SeatsAsync(),
            Spaces = await figures.PlacesAsync(StreamSubject.Spaces),
            Groups = await figures.PlacesAsync(StreamSubject.Groups),
            SpaceHealth = await _spaces.CountAsync(source, cancellationToken),
            GroupHealth = await _groups.CountAsync(source, cancellationToken),
        };
    }

    /// <summary>What the tenant is called; null when nothing tells it.</summary>
    public Task<string?> TenantAsync(InventorySource source, CancellationToken cancellationToken) => new Figures(_inventory, source, cancellationToken).TenantAsync();

    /// <summary>Applications; null when nothing tells of any.</summary>
    public Task<AppFigures?> AppsAsync(InventorySource source, CancellationToken cancellationToken) => new Figures(_inventory, source, cancellationToken).AppsAsync();

    /// <summary>Streams of a run that are not complete.</summary>
    public static IReadOnlyList<SummaryGap> Gaps(Run run) => [.. run.Streams.OrderBy(stream => stream.Ordinal).Where(stream => stream.State is not StreamState.Complete)
        .Select(stream => new SummaryGap(stream.StreamId, stream.State, stream.Message, stream.Fix))];

    private sealed class Figures(InventoryReader inventory, InventorySource source, CancellationToken cancellationToken)
    {
        public async Task<string?> TenantAsync() =>
            Find(StreamSubject.Tenant, ColumnSemantic.TenantName) is { } tenant
                ? (await ListAsync($"SELECT {tenant[ColumnSemantic.TenantName]} FROM {tenant.Table} WHERE {Valid} LIMIT 1", reader => Text(reader, 0))).FirstOrDefault()
                : null;

        public async Task<AccountFigures?> AccountsAsync()
        {
            if (Find(StreamSubject.Accounts, ColumnSemantic.AccountId) is not { } accounts)
            {
                return null;
            }

            var groups = await ListAsync(
                $"SELECT {accounts[ColumnSemantic.AccountType]}, {accounts[ColumnSemantic.AccountStatus]}, count(*) FROM {accounts.Table} WHERE {Valid} GROUP BY 1, 2 ORDER BY 3 DESC, 1 NULLS FIRST, 2 NULLS FIRST",
                reader => new AccountGroup(Text(reader, 0), Text(reader, 1), reader.GetInt64(2)));

            return new(accounts.Name, groups.Sum(group => group.Count), groups);
        }

        public async Task<SeatFigures?> SeatsAsync()
        {
            var seats = Find(StreamSubject.Seats, ColumnSemantic.SeatBilled) ?? Find(StreamSubject.Accounts, ColumnSemantic.SeatBilled);

            return seats is null
                ? null
                : (await ListAsync(
                    $"SELECT count(*) FILTER (WHERE {seats[ColumnSemantic.SeatBilled]} = 1), count(*) FILTER (WHERE {seats[ColumnSemantic.SeatBilled]} = 0), "
                    + $"count(*) FILTER (WHERE {seats[ColumnSemantic.SeatBilled]} IS NULL) FROM {seats.Table} WHERE {Valid}",
                    reader => new SeatFigures(seats.Name, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)))).Single();
        }

        public async Task<AppFigures?> AppsAsync()
        {
            StreamMeaning stream;
            List<AppNow> apps;

            if (Find(StreamSubject.Apps, ColumnSemantic.AppId) is { } now)
            {
                stream = now;
                apps = await ListAsync(
                    $"SELECT {now[ColumnSemantic.AppId]}, {now[ColumnSemantic.DisplayName]}, coalesce({now[ColumnSemantic.IsRetired]}, 0), {now[ColumnSemantic.AppChangedAt]} "
                    + $"FROM {now.Table} WHERE {Valid} ORDER BY 1",
                    App);
            }
            else if (Find(StreamSubject.AppChanges, ColumnSemantic.AppId, ColumnSemantic.AppChange, ColumnSemantic.AppChangedAt) is { } log)
            {
                stream = log;

                // The last change that says whether the app is there decides; an app that was only ever updated is there.
                apps = await ListAsync(
                    "SELECT app, name, CASE change WHEN 'disabled' THEN 1 ELSE 0 END, at FROM ("
                    + $"SELECT {log[ColumnSemantic.AppId]} app, {log[ColumnSemantic.DisplayName]} name, {log[ColumnSemantic.AppChange]} change, {log[ColumnSemantic.AppChangedAt]} at, "
                    + $"row_number() OVER (PARTITION BY {log[ColumnSemantic.AppId]} ORDER BY "
                    + $"CASE WHEN {log[ColumnSemantic.AppChange]} IN ('added', 'enabled', 'removed', 'disabled') THEN 0 ELSE 1 END, {log[ColumnSemantic.AppChangedAt]} DESC NULLS LAST, row_key DESC) place "
                    + $"FROM {log.Table} WHERE {Valid} AND {log[ColumnSemantic.AppId]} IS NOT NULL) latest WHERE place = 1 AND change IS DISTINCT FROM 'removed' ORDER BY app",
                    App);
            }
            else
            {
                return null;
            }

            return new(stream.Name, apps.LongCount(app => !app.IsDisabled), apps.LongCount(app => app.IsDisabled), [.. apps.Take(MaximumApps)]);
        }

        public async Task<PlaceFigures?> PlacesAsync(StreamSubject subject)
        {
            if (source.Schemas.Select(schema => new StreamMeaning(schema)).FirstOrDefault(schema => schema.Subject == subject) is not { } places)
            {
                return null;
            }

            var (retired, members) = (places[ColumnSemantic.IsRetired], places[ColumnSemantic.MemberCount]);

            return (await ListAsync(
                $"SELECT count(*), count(*) FILTER (WHERE {retired} = 1), sum(CAST({members} AS BIGINT)) FILTER (WHERE {retired} IS DISTINCT FROM 1) FROM {places.Table} WHERE {Valid}",
                reader => new PlaceFigures(
                    places.Name,
                    reader.GetInt64(0),
                    places.Has(ColumnSemantic.IsRetired) ? reader.GetInt64(1) : null,
                    places.Has(ColumnSemantic.MemberCount) ? (reader.IsDBNull(2) ? 0 : reader.GetInt64(2)) : null))).Single();
        }

        private static AppNow App(DbDataReader reader) =>
            new(Text(reader, 0) ?? "", Text(reader, 1), !reader.IsDBNull(2) && reader.GetInt64(2) != 0, Text(reader, 3) is { } at ? UtcText.Parse(at) : null);

        private static string? Text(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : StoredValue.Text(reader, ordinal);

        private StreamMeaning? Find(StreamSubject subject, params ColumnSemantic[] semantics) =>
            source.Schemas.Select(schema => new StreamMeaning(schema)).FirstOrDefault(schema => schema.Subject == subject && schema.Has(semantics));

        private async Task<List<T>> ListAsync<T>(string sql, Func<DbDataReader, T> read)
        {
            List<T> list = [];

            await foreach (var entry in inventory.ReadAsync(sql, [("@connector", source.Connector.Id), ("@run", source.RunId)], read, cancellationToken))
            {
                list.Add(entry);
            }

            return list;
        }
    }
}
