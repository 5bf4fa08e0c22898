using Host.Sample.Inventory;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Web.Grid;

/// <summary>Conditions in words.</summary>
internal static class FilterWords
{
    private static readonly InventoryOperator[] OfTexts =
    [
        InventoryOperator.Contains, InventoryOperator.Equal, InventoryOperator.NotEqual, InventoryOperator.IsNull, InventoryOperator.IsNotNull,
    ];

    private static readonly InventoryOperator[] OfTruths = [InventoryOperator.Equal, InventoryOperator.IsNull, InventoryOperator.IsNotNull];

    private static readonly InventoryOperator[] OfOrdered =
    [
        InventoryOperator.Equal, InventoryOperator.NotEqual, InventoryOperator.Less, InventoryOperator.LessOrEqual,
        InventoryOperator.Greater, InventoryOperator.GreaterOrEqual, InventoryOperator.IsNull, InventoryOperator.IsNotNull,
    ];

    /// <summary>The comparisons that make sense for a type, the usual one first.</summary>
    public static IReadOnlyList<InventoryOperator> For(ColumnType type) => type switch
    {
        ColumnType.Text or ColumnType.Json => OfTexts,
        ColumnType.Boolean => OfTruths,
        _ => OfOrdered,
    };

    public static string Of(InventoryOperator comparison, ColumnType type) => (comparison, type) switch
    {
        (InventoryOperator.Equal, _) => "is",
        (InventoryOperator.NotEqual, _) => "is not",
        (InventoryOperator.Contains, _) => "contains",
        (InventoryOperator.Less, ColumnType.Timestamp) => "is before",
        (InventoryOperator.LessOrEqual, ColumnType.Timestamp) => "is at or before",
        (InventoryOperator.Greater, ColumnType.Timestamp) => "is after",
        (InventoryOperator.GreaterOrEqual, ColumnType.Timestamp) => "is at or after",
        (InventoryOperator.Less, _) => "is less than",
        (InventoryOperator.LessOrEqual, _) => "is at most",
        (InventoryOperator.Greater, _) => "is more than",
        (InventoryOperator.GreaterOrEqual, _) => "is at least",
        (InventoryOperator.IsNull, _) => "is empty",
        (InventoryOperator.IsNotNull, _) => "is not empty",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "There is no word for it."),
    };

    public static bool TakesValue(InventoryOperator comparison) => comparison is not (InventoryOperator.IsNull or InventoryOperator.IsNotNull);

    /// <summary>What may be typed in, as a hint.</summary>
    public static string Hint(ColumnType type) => type switch
    {
        ColumnType.Timestamp => "UTC, such as 2026-03-01 or 2026-03-01T08:00",
        ColumnType.Int64 => "A whole number",
        ColumnType.Decimal => "A number with a point",
        ColumnType.Boolean => "true or false",
        _ => "Case does not matter for 'contains'",
    };
}
