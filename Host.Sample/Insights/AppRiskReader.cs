using System.Data.Common;
using System.Text.Json;
using Host.Sample.Inventory;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Insights;

/// <summary>Finds applications whose permissions reach far, by what the plugin names as such.</summary>
public sealed class AppRiskReader
{
    private const string Valid = "connector_id = @connector AND " + InventoryTables.ValidAtRun;

    private readonly InventoryReader _inventory;
    private readonly AccountLookup _accounts;
    private readonly FiguresBasis _basis;

    internal AppRiskReader(InventoryReader inventory, AccountLookup accounts, FiguresBasis basis) => (_inventory, _accounts, _basis) = (inventory, accounts, basis);

    /// <summary>All of them as of a run. There are thousands of applications at the most, so nothing is kept.</summary>
    /// <exception cref="HostException">As <see cref="InventoryReader.OpenAsync"/>.</exception>
    public async Task<AppRisks> ReadAsync(string connector, AsOf asOf, CancellationToken cancellationToken) =>
        await ReadAsync(await _inventory.OpenAsync(connector, asOf, cancellationToken), cancellationToken);

    internal async Task<AppRisks> ReadAsync(InventorySource source, CancellationToken cancellationToken)
    {
        var tables = source.Schemas.Select(schema => new StreamMeaning(schema)).ToList();
        var stream = tables.Find(table => table.Subject is StreamSubject.Apps && table.Has(ColumnSemantic.AppId, ColumnSemantic.AppScopes))
            ?? tables.Find(table => table.Subject is StreamSubject.AppChanges && table.Has(ColumnSemantic.AppId, ColumnSemantic.AppScopes, ColumnSemantic.AppChange, ColumnSemantic.AppChangedAt));
        var broad = (await _basis.DescribeAsync(source.Connector.PluginId, cancellationToken))?.BroadAppScopes ?? [];

        if (stream is null || broad.Count == 0)
        {
            return new(source.RunId, stream?.Id, stream?.Name, 0, 0, new Dictionary<OwnerState, long>(), [], stream is null
                ? "No stream of this connector tells which permissions applications have."
                : "The connector does not name permissions that reach far, or its plugin cannot be asked.");
        }

        return await Task.Run(() => GatherAsync(source, stream, broad, cancellationToken), cancellationToken);
    }

    private async Task<AppRisks> GatherAsync(InventorySource source, StreamMeaning stream, IReadOnlyList<BroadAppScope> broad, CancellationToken cancellationToken)
    {
        List<(AppRisk App, string? Tenant)> risks = [];
        var (looked, notTold) = (0L, 0L);

        await foreach (var app in _inventory.ReadAsync(Sql(stream), [("@connector", source.Connector.Id), ("@run", source.RunId)], Read, cancellationToken))
        {
            looked++;
            notTold += app.Scopes is null ? 1 : 0;
            var far = Far(app.Scopes, broad);

            if (far.Count > 0)
            {
                risks.Add((new(app.Key, app.AppId, app.Name, far, app.OwnerId, null, OwnerState.NotTold), app.Tenant));
            }
        }

        var (accounts, missing) = await _accounts.FindAsync(source, [.. risks.Where(risk => risk.App.OwnerId is not null).Select(risk => (risk.App.OwnerId!, risk.Tenant))], cancellationToken);
        List<AppRisk> apps = [.. risks.Select(risk => Owned(risk.App, stream, accounts, missing)).OrderBy(app => Place(app.Owner)).ThenByDescending(app => app.Scopes.Count).ThenBy(app => app.Name ?? app.AppId, StringComparer.OrdinalIgnoreCase).ThenBy(app => app.Key, StringComparer.Ordinal)];

        return new(source.RunId, stream.Id, stream.Name, looked, notTold, Enum.GetValues<OwnerState>().ToDictionary(state => state, state => apps.LongCount(app => app.Owner == state)), apps, null);
    }

    private static AppRisk Owned(AppRisk app, StreamMeaning stream, IReadOnlyDictionary<string, AccountLookup.FoundAccount> accounts, OwnerState missing) => app.OwnerId switch
    {
        null => app with { Owner = stream.Has(ColumnSemantic.ResponsibleAccountId) ? OwnerState.NotTold : OwnerState.Unknown },
        { } id when accounts.TryGetValue(id, out var account) => app with { OwnerName = account.Name, Owner = account.IsDeactivated ? OwnerState.Deactivated : OwnerState.InUse },
        _ => app with { Owner = missing },
    };

    private static int Place(OwnerState state) => state switch { OwnerState.Deactivated => 0, OwnerState.NotAmongAccounts => 1, OwnerState.NotTold => 2, OwnerState.Unknown => 3, _ => 4 };

    /// <summary>Those of an application's permissions that reach far, in its own words.</summary>
    private static List<BroadAppScope> Far(string? scopes, IReadOnlyList<BroadAppScope> broad) =>
        [.. Split(scopes).Distinct(StringComparer.Ordinal).Select(scope => broad.FirstOrDefault(far => Fits(scope, far.Scope)) is { } far ? far with { Scope = scope } : null).OfType<BroadAppScope>()];

    private static bool Fits(string scope, string pattern) => pattern.EndsWith('*') ? scope.StartsWith(pattern[..^1], StringComparison.Ordinal) : scope == pattern;

    private static IEnumerable<string> Split(string? scopes)
    {
        if (scopes is ['[', ..])
        {
            try
            {
                return JsonSerializer.Deserialize<JsonElement[]>(scopes)!.Where(scope => scope.ValueKind is JsonValueKind.String).Select(scope => scope.GetString()!);
            }
            catch (JsonException)
            {
                // A text that only begins like a list.
            }
        }

        return (scopes ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Sql(StreamMeaning stream)
    {
        var columns = $"row_key key, {stream[ColumnSemantic.AppId]} app, {stream[ColumnSemantic.DisplayName]} name, {stream[ColumnSemantic.AppScopes]} scopes, nullif({stream[ColumnSemantic.ResponsibleAccountId]}, '') owner, {stream[ColumnSemantic.TenantId]} tenant";

        return stream.Subject is StreamSubject.Apps
            ? $"SELECT {columns} FROM {stream.Table} WHERE {Valid} AND {stream[ColumnSemantic.IsRetired]} IS DISTINCT FROM 1 AND {stream[ColumnSemantic.AppId]} IS NOT NULL"
            // The last entry that names permissions holds, unless a later one took the application away.
            : $"SELECT key, app, name, scopes, owner, tenant FROM (SELECT {columns}, row_number() OVER (PARTITION BY {stream[ColumnSemantic.AppId]} ORDER BY {stream[ColumnSemantic.AppScopes]} IS NULL, {stream[ColumnSemantic.AppChangedAt]} DESC NULLS LAST, row_key DESC) place, "
                + $"first_value({stream[ColumnSemantic.AppChange]}) OVER (PARTITION BY {stream[ColumnSemantic.AppId]} ORDER BY CASE WHEN {stream[ColumnSemantic.AppChange]} IN ('added', 'enabled', 'removed', 'disabled') THEN 0 ELSE 1 END, {stream[ColumnSemantic.AppChangedAt]} DESC NULLS LAST, row_key DESC) state "
                + $"FROM {stream.Table} WHERE {Valid} AND {stream[ColumnSemantic.AppId]} IS NOT NULL) entry WHERE place = 1 AND (state IS NULL OR state NOT IN ('removed', 'disabled'))";
    }

    private static App Read(DbDataReader reader) => new(reader.GetString(0), Text(reader, 1) ?? "", Text(reader, 2), Text(reader, 3), Text(reader, 4), Text(reader, 5));

    private static string? Text(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : StoredValue.Text(reader, ordinal);

    private sealed record App(string Key, string AppId, string? Name, string? Scopes, string? OwnerId, string? Tenant);
}
