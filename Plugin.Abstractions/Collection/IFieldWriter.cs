namespace Plugin.Abstractions.Collection;

/// <summary>Takes the values of one row, one call a column, in the order of <see cref="StreamDescription.Columns"/>.</summary>
/// <remarks>Implemented by the host; binds straight to the store. Nothing is boxed. A value of another type than the column's throws <see cref="InvalidOperationException"/>.</remarks>
public interface IFieldWriter
{
    /// <summary>No value.</summary>
    void Null();

    /// <summary>A value of <see cref="ColumnType.Text"/>.</summary>
    /// <param name="value">The text.</param>
    void Text(string value);

    /// <summary>A value of <see cref="ColumnType.Int64"/>.</summary>
    /// <param name="value">The number.</param>
    void Int64(long value);

    /// <summary>A value of <see cref="ColumnType.Decimal"/>.</summary>
    /// <param name="value">The number.</param>
    void Decimal(decimal value);

    /// <summary>A value of <see cref="ColumnType.Boolean"/>.</summary>
    /// <param name="value">The value.</param>
    void Boolean(bool value);

    /// <summary>A value of <see cref="ColumnType.Timestamp"/>.</summary>
    /// <param name="value">The moment; kept in UTC to the millisecond.</param>
    void Timestamp(DateTimeOffset value);

    /// <summary>A value of <see cref="ColumnType.Json"/>.</summary>
    /// <param name="value">One JSON value as text.</param>
    void Json(string value);
}
