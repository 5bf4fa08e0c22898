using System.Globalization;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Isolation;

/// <summary>Values of stored rows as text, and back.</summary>
internal static class StoredText
{
    public static string? Of(StoredRow row, int index, ColumnType type) => type switch
    {
        ColumnType.Int64 => row.Int64(index)?.ToString(CultureInfo.InvariantCulture),
        ColumnType.Decimal => row.Decimal(index)?.ToString(CultureInfo.InvariantCulture),
        ColumnType.Boolean => row.Boolean(index)?.ToString(CultureInfo.InvariantCulture),
        ColumnType.Timestamp => row.Timestamp(index)?.ToString("O", CultureInfo.InvariantCulture),
        _ => row.Text(index),
    };

    public static object? Read(string? text, ColumnType type) => text is null ? null : type switch
    {
        ColumnType.Int64 => long.Parse(text, CultureInfo.InvariantCulture),
        ColumnType.Decimal => decimal.Parse(text, CultureInfo.InvariantCulture),
        ColumnType.Boolean => bool.Parse(text),
        ColumnType.Timestamp => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture),
        _ => text,
    };
}
