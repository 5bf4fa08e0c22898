using System.Globalization;
using Microsoft.Data.Sqlite;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Inventory;

/// <summary>Reads values as the store keeps them.</summary>
public static class StoredValue
{
    /// <summary>The value as <see cref="string"/>, <see cref="long"/>, <see cref="decimal"/>, <see cref="bool"/>, <see cref="DateTimeOffset"/> or null.</summary>
    public static object? Read(SqliteDataReader reader, int ordinal, ColumnType type) => reader.IsDBNull(ordinal)
        ? null
        : type switch
        {
            ColumnType.Int64 => reader.GetInt64(ordinal),
            ColumnType.Boolean => reader.GetInt64(ordinal) != 0,
            ColumnType.Decimal => decimal.Parse(reader.GetString(ordinal), NumberStyles.Float, CultureInfo.InvariantCulture),
            ColumnType.Timestamp => UtcText.Parse(reader.GetString(ordinal)),
            _ => reader.GetString(ordinal),
        };
}
