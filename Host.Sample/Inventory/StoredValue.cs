using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Plugin.Abstractions.Collection;
using SQLitePCL;

namespace Host.Sample.Inventory;

/// <summary>Reads values as the store keeps them.</summary>
public static class StoredValue
{
    /// <summary>The value as <see cref="string"/>, <see cref="long"/>, <see cref="decimal"/>, <see cref="bool"/>, <see cref="DateTimeOffset"/> or null.</summary>
    public static object? Read(DbDataReader reader, int ordinal, ColumnType type) => reader.IsDBNull(ordinal)
        ? null
        : type switch
        {
            ColumnType.Int64 => reader.GetInt64(ordinal),
            ColumnType.Boolean => reader.GetInt64(ordinal) != 0,
            ColumnType.Decimal => decimal.Parse(Text(reader, ordinal), NumberStyles.Float, CultureInfo.InvariantCulture),
            ColumnType.Timestamp => UtcText.Parse(Text(reader, ordinal)),
            _ => Text(reader, ordinal),
        };

    /// <summary>A text whole, also behind a zero character, where the reader itself would end it.</summary>
    public static string Text(DbDataReader reader, int ordinal) => reader is SqliteDataReader sqlite ? Encoding.UTF8.GetString(raw.sqlite3_column_blob(sqlite.Handle, ordinal)) : reader.GetString(ordinal);
}
