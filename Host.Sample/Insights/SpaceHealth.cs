using System.Data.Common;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Licences;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Insights;

/// <summary>Spaces that nobody answers for, and spaces in which nothing happens any more, for any connector. What is not known is never taken for nothing.</summary>
public sealed class SpaceHealth
{
    private const int Month = 30;
    private const int Quarter = 90;

    private readonly IDbContextFactory<HostDatabase> _databases;
    private readonly InventoryReader _inventory;
    private readonly EvidenceReader _evidence;
    private readonly FiguresBasis _basis;

    internal SpaceHealth(IDbContextFactory<HostDatabase> databases, InventoryReader inventory, EvidenceReader evidence, FiguresBasis basis) =>
        (_databases, _inventory, _evidence, _basis) = (databases, inventory, evidence, basis);

    /// <summary>Some spaces in use.</summary>
    /// <exception cref="HostException">As <see cref="InventoryReader.OpenAsync"/>; <see cref="HostProblem.Conflict"/>: no spaces were collected.</exception>
    public async Task<SpacePage> PageAsync(string connector, SpaceQuery query, CancellationToken cancellationToken)
    {
        var source = await _inventory.OpenAsync(connector, query.AsOf, cancellationToken);
        var view = await ViewAsync(source, cancellationToken) ?? throw new HostException(
            HostProblem.Conflict,
            $"There are no spaces in the inventory of '{source.Connector.Name}'.",
            "Collect the stream that lists them: 'inventory list' shows what there is.");
        var wanted = $"{Wanted("owner_state", query.Owners)}{Wanted("traffic_state", query.Traffic)}";
        var total = (await ListAsync(view, $"SELECT count(*) FROM space WHERE true{wanted}", [], reader => reader.GetInt64(0), cancellationToken)).Single();
        var rows = await ListAsync(
            view,
            $"SELECT key, name, members, owner, owner_name, owner_state, traffic_state, at FROM space WHERE true{wanted} ORDER BY key LIMIT @take OFFSET @skip",
            [("@take", query.Take), ("@skip", query.Skip)],
            reader => new SpaceRow(
                reader.GetString(0),
                Text(reader, 1),
                reader.IsDBNull(2) ? null : reader.GetInt64(2),
                Text(reader, 3),
                Text(reader, 4),
                Enum.Parse<OwnerState>(reader.GetString(5)),
                Enum.Parse<TrafficState>(reader.GetString(6)),
                Text(reader, 7) is { } at ? UtcText.Parse(at) : null),
            cancellationToken);

        return new(source.Connector.Name, source.RunId, view.Spaces.Id, view.Spaces.Name, view.WhyOwnersUnknown, view.WhyTrafficUnknown, total, rows);
    }

    /// <summary>Counts of all; null when the plugin has no stream of spaces.</summary>
    internal async Task<SpaceFigures?> CountAsync(InventorySource source, CancellationToken cancellationToken)
    {
        if (await ViewAsync(source, cancellationToken) is not { } view)
        {
            return null;
        }

        var counts = await ListAsync(
            view,
            "SELECT owner_state, traffic_state, count(*) FROM space GROUP BY 1, 2 ORDER BY 1, 2",
            [],
            reader => new SpaceCount(Enum.Parse<OwnerState>(reader.GetString(0)), Enum.Parse<TrafficState>(reader.GetString(1)), reader.GetInt64(2)),
            cancellationToken);

        return new(view.Spaces.Name, counts.Sum(count => count.Count), counts, view.WhyOwnersUnknown, view.WhyTrafficUnknown, [.. view.Traffic.Select(table => table.Name)]);
    }

    // Names of an enumeration's own, nothing from outside.
    private static string Wanted<T>(string column, IReadOnlyList<T> values)
        where T : struct, Enum => values.Count == 0 ? "" : $" AND {column} IN ({string.Join(", ", values.Where(Enum.IsDefined).Select(value => $"'{value}'"))})";

    private async Task<View?> ViewAsync(InventorySource source, CancellationToken cancellationToken)
    {
        var tables = source.Schemas.Select(schema => new StreamMeaning(schema)).ToList();

        if (tables.Find(table => table.Subject is StreamSubject.Spaces && table.Has(ColumnSemantic.SpaceId)) is not { } spaces)
        {
            return null;
        }

        var history = await RunHistory.ReadAsync(_databases, source, cancellationToken);
        var accounts = tables.Find(table => table.Subject is StreamSubject.Accounts && table.Has(ColumnSemantic.AccountId));
        var areAccountsWhole = accounts is not null && history.States.GetValueOrDefault(accounts.Id)?.State is StreamState.Complete;
        var asOf = history.Runs.Find(source.RunId)!.At;
        var (traffic, coversMonth, coversQuarter, why) = await TrafficAsync(source, tables, history, asOf, cancellationToken);
        var whyOwners = !spaces.Has(ColumnSemantic.ResponsibleAccountId)
            ? $"{spaces.Name} do not tell who answers for them."
            : accounts is null
                ? "No accounts were collected, so it is not known whether the owners are still there."
                : areAccountsWhole ? null : $"{accounts.Name} were not read whole in run {source.RunId}, so an owner who is not among them may still be there.";

        return new(source, spaces, accounts, areAccountsWhole, traffic, asOf, coversMonth, coversQuarter, whyOwners, why);
    }

    /// <summary>The streams that show what happens in spaces, and whether all of them would have shown it.</summary>
    private async Task<(IReadOnlyList<StreamMeaning> Traffic, bool CoversMonth, bool CoversQuarter, string? Why)> TrafficAsync(
        InventorySource source, List<StreamMeaning> tables, RunHistory history, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var described = ((await _basis.DescribeAsync(source.Connector.PluginId, cancellationToken))?.Streams ?? tables.ConvertAll(table => table.Description)).Where(IsTraffic).ToList();
        List<StreamMeaning> traffic = [];
        var (coversMonth, coversQuarter) = (described.Count > 0, described.Count > 0);
        List<string> gaps = [];

        foreach (var stream in described)
        {
            var table = tables.Find(table => table.Id == stream.Id && table.Has(ColumnSemantic.SpaceId, ColumnSemantic.ActivityAt));
            var covers = await _evidence.CoversAsync(source, stream, table, history, cancellationToken);
            var reaches = covers?.To >= asOf ? covers?.From : null;
            coversMonth &= reaches <= asOf.AddDays(-Month);
            coversQuarter &= reaches <= asOf.AddDays(-Quarter);

            if (table is not null)
            {
                traffic.Add(table);
            }

            if (!(reaches <= asOf.AddDays(-Quarter)))
            {
                gaps.Add(Gap(stream, history.States.GetValueOrDefault(stream.Id), reaches));
            }
        }

        return (traffic, coversMonth, coversQuarter, described.Count == 0 ? "No stream of this connector shows what happens in them." : gaps.Count == 0 ? null : string.Join(' ', gaps));
    }

    private static bool IsTraffic(StreamDescription stream) => stream.Subject is StreamSubject.Activity
        && stream.Columns.Any(column => column.Meaning.Semantic is ColumnSemantic.SpaceId) && stream.Columns.Any(column => column.Meaning.Semantic is ColumnSemantic.ActivityAt);

    private static string Gap(StreamDescription stream, StreamRun? run, DateTimeOffset? from) => (run?.State, from) switch
    {
        (StreamState.Complete, { } reached) => $"'{stream.Name}' goes back to {LicenceWords.Day(DateOnly.FromDateTime(reached.UtcDateTime))} only.",
        (StreamState.Complete, _) => $"'{stream.Name}' holds no row, so it is not known how far back it goes.",
        (null, _) => $"'{stream.Name}' would tell, and is not collected: choose it among the connector's streams.",
        _ when run!.Code is "not_chosen" => $"'{stream.Name}' would tell, and is not collected: choose it among the connector's streams.",
        _ => $"'{stream.Name}' was not read whole: {run.Message ?? "it is not complete."} {run.Fix}".TrimEnd(),
    };

    /// <summary>All spaces in use, one pass over each table: owners and traffic are summed up first, then joined.</summary>
    private static string Spaces(View view)
    {
        const string At = "connector_id = @connector AND " + InventoryTables.ValidAtRun;
        var spaces = view.Spaces;
        var hasOwners = spaces.Has(ColumnSemantic.ResponsibleAccountId) && view.Accounts is not null;
        var owners = hasOwners
            ? $"SELECT {view.Accounts![ColumnSemantic.AccountId]}, max({view.Accounts[ColumnSemantic.DisplayName]}), min(CASE WHEN {view.Accounts[ColumnSemantic.AccountStatus]} = 'deactivated' THEN 1 ELSE 0 END) FROM {view.Accounts.Table} WHERE {At} GROUP BY 1"
            : "SELECT CAST(NULL AS TEXT), CAST(NULL AS TEXT), 0 WHERE false";
        var traffic = view.Traffic.Count > 0
            ? string.Join(" UNION ALL ", view.Traffic.Select(table => $"SELECT {table[ColumnSemantic.SpaceId]} id, max({table[ColumnSemantic.ActivityAt]}) at FROM {table.Table} WHERE connector_id = @connector AND from_run <= @run AND {table[ColumnSemantic.ActivityAt]} IS NOT NULL GROUP BY 1"))
            : "SELECT CAST(NULL AS TEXT) id, CAST(NULL AS TEXT) at WHERE false";
        var responsible = $"nullif({spaces.Column(ColumnSemantic.ResponsibleAccountId)}, '')";
        var missing = view.AreAccountsWhole ? OwnerState.NotAmongAccounts : OwnerState.Unknown;
        var owner = spaces.Has(ColumnSemantic.ResponsibleAccountId)
            ? $"CASE WHEN {responsible} IS NULL THEN '{OwnerState.NotTold}' WHEN owner.id IS NULL THEN '{missing}' WHEN owner.gone = 1 THEN '{OwnerState.Deactivated}' ELSE '{OwnerState.InUse}' END"
            : $"'{OwnerState.Unknown}'";
        var last = $"CASE WHEN traffic.at >= @month THEN '{TrafficState.Within30Days}' WHEN @coversMonth = 0 THEN '{TrafficState.Unknown}' WHEN traffic.at >= @quarter THEN '{TrafficState.Within90Days}' "
            + $"WHEN @coversQuarter = 0 THEN '{TrafficState.Unknown}' WHEN traffic.at IS NOT NULL THEN '{TrafficState.Older}' ELSE '{TrafficState.NoneKnown}' END";

        return $"WITH owner(id, name, gone) AS MATERIALIZED ({owners}), traffic(id, at) AS MATERIALIZED (SELECT id, max(at) FROM ({traffic}) seen GROUP BY 1), "
            + $"space(key, name, members, owner, owner_name, owner_state, traffic_state, at) AS (SELECT {spaces.Table}.row_key, {spaces.Column(ColumnSemantic.DisplayName)}, {spaces.Column(ColumnSemantic.MemberCount)}, "
            + $"{responsible}, owner.name, {owner}, {last}, traffic.at FROM {spaces.Table} LEFT JOIN owner ON owner.id = {responsible} LEFT JOIN traffic ON traffic.id = {spaces.Column(ColumnSemantic.SpaceId)} "
            + $"WHERE {At} AND {spaces.Column(ColumnSemantic.IsRetired)} IS DISTINCT FROM 1) ";
    }

    private async Task<List<T>> ListAsync<T>(View view, string select, (string, object?)[] values, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        (string, object?)[] all =
        [
            ("@connector", view.Source.Connector.Id),
            ("@run", view.Source.RunId),
            ("@month", UtcText.Of(view.AsOf.AddDays(-Month))),
            ("@quarter", UtcText.Of(view.AsOf.AddDays(-Quarter))),
            ("@coversMonth", view.CoversMonth ? 1 : 0),
            ("@coversQuarter", view.CoversQuarter ? 1 : 0),
            .. values,
        ];

        return await Task.Run(
            async () =>
            {
                List<T> list = [];

                await foreach (var entry in _inventory.ReadAsync(Spaces(view) + select, all, read, cancellationToken))
                {
                    list.Add(entry);
                }

                return list;
            },
            cancellationToken);
    }

    private static string? Text(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : StoredValue.Text(reader, ordinal);

    private sealed record View(
        InventorySource Source,
        StreamMeaning Spaces,
        StreamMeaning? Accounts,
        bool AreAccountsWhole,
        IReadOnlyList<StreamMeaning> Traffic,
        DateTimeOffset AsOf,
        bool CoversMonth,
        bool CoversQuarter,
        string? WhyOwnersUnknown,
        string? WhyTrafficUnknown);
}
