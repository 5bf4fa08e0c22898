using Host.Sample.Database;
using Host.Sample.Inventory;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Insights;

/// <summary>The name of the account that a row is about, where the account's key can be made of the row's own columns: then it is one look into an index.</summary>
internal static class AccountName
{
    /// <summary>The parameter that stands for the connector's tenant.</summary>
    public const string TenantParameter = "@tenant";

    /// <summary>What to select and what to join for it; <c>NULL</c> and nothing where there is no such way.</summary>
    /// <param name="source">The inventory as of the later of two runs.</param>
    /// <param name="schema">The table of the row.</param>
    /// <param name="alias">Under which name the query has it.</param>
    public static (string Name, string Join) Of(InventorySource source, InventorySchema schema, string alias)
    {
        var accounts = source.Schemas.FirstOrDefault(other => other.Description.Subject is StreamSubject.Accounts && new StreamMeaning(other).Has(ColumnSemantic.AccountId, ColumnSemantic.DisplayName));

        if (accounts is null || accounts == schema || new StreamMeaning(schema).Has(ColumnSemantic.DisplayName))
        {
            return ("NULL", "");
        }

        List<string> parts = [];

        foreach (var key in accounts.Description.Columns.Where(column => column.Meaning.IsKey))
        {
            if (Part(schema, alias, key) is not { } part)
            {
                return ("NULL", "");
            }

            parts.Add($@"replace(replace({part}, '\', '\\'), '|', '\|')");
        }

        // Who has left is known by the name as of the run before.
        var side = alias == "new" ? "@to" : "@from";

        return (
            $"account.{new StreamMeaning(accounts)[ColumnSemantic.DisplayName]}",
            $" LEFT JOIN {accounts.Table} account{accounts.ByKey} ON account.connector_id = @connector AND account.row_key = {string.Join(" || '|' || ", parts)} "
            + $"AND account.from_run <= {side} AND (account.to_run IS NULL OR account.to_run > {side})");
    }

    private static string? Part(InventorySchema schema, string alias, ColumnDescription key)
    {
        if (key.Type is not ColumnType.Text || key.Meaning.Semantic is ColumnSemantic.None)
        {
            return null;
        }

        return schema.Description.Columns.FirstOrDefault(column => column.Meaning.Semantic == key.Meaning.Semantic) switch
        {
            { Type: ColumnType.Text } here => $"{alias}.{SqlName.Quote(here.Name)}",

            // Rows that do not repeat their tenant are of the one that the connector is let in to.
            null when key.Meaning.Semantic is ColumnSemantic.TenantId => TenantParameter,
            _ => null,
        };
    }
}
