using Host.Sample.Inventory;

namespace Host.Sample.Insights;

/// <summary>A row that differs between two runs.</summary>
/// <param name="Kind">How.</param>
/// <param name="Key">The row's key.</param>
/// <param name="Name">The name under which people know it, or its account; null where there is none.</param>
/// <param name="Old">As of the earlier run; null when it was not there.</param>
/// <param name="New">As of the later run; null when it is gone.</param>
/// <param name="Columns">The columns that differ, with both values; empty for rows that came or went.</param>
public sealed record RowChange(RowChangeKind Kind, string Key, string? Name, InventoryRow? Old, InventoryRow? New, IReadOnlyList<ColumnChange> Columns)
{
    /// <summary>The first and the last run after the earlier one that touched the row, as far as versions are kept; the same when it took one run.</summary>
    public required (long First, long Last) Runs { get; init; }
}

/// <summary>A column with another value.</summary>
public sealed record ColumnChange(string Column, object? Old, object? New);
