namespace Plugin.Abstractions.Collection;

/// <summary>The type of a column's values. Every value may be null.</summary>
public enum ColumnType
{
    /// <summary>Unicode text.</summary>
    Text,

    /// <summary>A whole number of 64 bits.</summary>
    Int64,

    /// <summary>An exact decimal number: money, shares.</summary>
    Decimal,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A moment in UTC, kept to the millisecond.</summary>
    Timestamp,

    /// <summary>A JSON value as text.</summary>
    Json,
}
