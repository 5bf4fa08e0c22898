using Host.Sample.Database;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Inventory;

/// <summary>A column whose values are to be kept under another type.</summary>
/// <param name="Stream">The stream's id.</param>
/// <param name="Column">The column's name.</param>
/// <param name="From">The type that it had.</param>
/// <param name="To">The type that it has.</param>
internal sealed record ColumnMigration(string Stream, string Column, ColumnType From, ColumnType To)
{
    /// <summary>The SQL that turns a value into the new type, null where it has no such value; null when the host knows no way.</summary>
    /// <param name="value">The old value, as SQL.</param>
    /// <param name="dialect">The store's SQL.</param>
    public string? Convert(string value, SqlDialect dialect) => (From, To) switch
    {
        (ColumnType.Int64, ColumnType.Text or ColumnType.Decimal) => $"CAST({value} AS TEXT)",
        (ColumnType.Decimal or ColumnType.Timestamp or ColumnType.Json, ColumnType.Text) => value,
        (ColumnType.Boolean, ColumnType.Text) => $"CASE {value} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END",
        (ColumnType.Boolean, ColumnType.Int64) => value,
        (ColumnType.Int64, ColumnType.Boolean) => $"CASE WHEN {value} IN (0, 1) THEN {value} END",
        (ColumnType.Text, ColumnType.Boolean) => $"CASE lower({value}) WHEN 'true' THEN 1 WHEN '1' THEN 1 WHEN 'false' THEN 0 WHEN '0' THEN 0 END",
        _ => dialect.Convert(From, To, value),
    };
}
