using System.Text;
using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Insights;

/// <summary>Finds some accounts of an inventory: by their keys where those can be made of what is known, else by one pass over all of them.</summary>
internal sealed class AccountLookup(IDbContextFactory<HostDatabase> databases, InventoryReader inventory)
{
    /// <summary>Names and states of accounts, by id. Those that are not among the accounts of the run are left out.</summary>
    /// <param name="source">The inventory.</param>
    /// <param name="ids">Which, each with its tenant where the row that names it has one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The accounts, and how an account stands that is not among them.</returns>
    public async Task<(IReadOnlyDictionary<string, FoundAccount> Accounts, OwnerState Missing)> FindAsync(InventorySource source, IReadOnlyCollection<(string Id, string? Tenant)> ids, CancellationToken cancellationToken)
    {
        Dictionary<string, FoundAccount> found = new(StringComparer.Ordinal);

        if (source.Schemas.FirstOrDefault(schema => schema.Description.Subject is StreamSubject.Accounts && new StreamMeaning(schema).Has(ColumnSemantic.AccountId)) is not { } schema)
        {
            return (found, OwnerState.Unknown);
        }

        StreamMeaning accounts = new(schema);
        var keys = ids.Select(account => Key(source, schema, account.Id, account.Tenant)).ToList();
        var (which, values) = keys.TrueForAll(key => key is not null)
            ? ($"row_key IN {accounts.Dialect.Listed("@wanted")}", JsonSerializer.Serialize(keys.Distinct()))
            : ($"{accounts[ColumnSemantic.AccountId]} IN {accounts.Dialect.Listed("@wanted")}", JsonSerializer.Serialize(ids.Select(account => account.Id).Distinct()));
        var sql = $"SELECT {accounts[ColumnSemantic.AccountId]}, {accounts[ColumnSemantic.DisplayName]}, CASE WHEN {accounts[ColumnSemantic.AccountStatus]} = 'deactivated' THEN 1 ELSE 0 END FROM {accounts.Table} "
            + $"WHERE connector_id = @connector AND {which} AND {InventoryTables.ValidAtRun}";

        await foreach (var account in inventory.ReadAsync(
            sql,
            [("@connector", source.Connector.Id), ("@run", source.RunId), ("@wanted", values)],
            reader => new FoundAccount(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt64(2) != 0),
            cancellationToken))
        {
            // The same id in two tenants: it is there if it is there anywhere.
            if (!found.TryGetValue(account.Id, out var before) || before.IsDeactivated)
            {
                found[account.Id] = account;
            }
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var isWhole = await database.StreamRuns.AnyAsync(stream => stream.RunId == source.RunId && stream.StreamId == accounts.Id && stream.State == StreamState.Complete, cancellationToken);

        return (found, isWhole ? OwnerState.NotAmongAccounts : OwnerState.Unknown);
    }

    private static string? Key(InventorySource source, InventorySchema accounts, string id, string? tenant)
    {
        List<string> parts = [];

        foreach (var key in accounts.Description.Columns.Where(column => column.Meaning.IsKey))
        {
            var part = (key.Type, key.Meaning.Semantic) switch
            {
                (ColumnType.Text, ColumnSemantic.AccountId) => id,
                // Rows that do not repeat their tenant are of the one that the connector is let in to.
                (ColumnType.Text, ColumnSemantic.TenantId) => tenant ?? source.Connector.TenantId,
                _ => null,
            };

            if (part is null)
            {
                return null;
            }

            parts.Add(Encoding.UTF8.GetString(RowKeyPart.Of(part)));
        }

        return string.Join('|', parts);
    }

    internal sealed record FoundAccount(string Id, string? Name, bool IsDeactivated);
}
