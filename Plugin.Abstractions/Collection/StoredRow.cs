namespace Plugin.Abstractions.Collection;

/// <summary>A row read back from the store.</summary>
/// <param name="key">The row's key; sorts as the rows are read.</param>
/// <param name="values">The values wanted, in the order asked for: <see cref="string"/>, <see cref="long"/>, <see cref="decimal"/>, <see cref="bool"/>, <see cref="DateTimeOffset"/> or null.</param>
public sealed class StoredRow(string key, IReadOnlyList<object?> values)
{
    /// <summary>The row's key; good for <c>afterKey</c>.</summary>
    public string Key { get; } = key;

    /// <summary>A text or JSON value.</summary>
    /// <param name="index">The column, as asked for, from 0.</param>
    /// <returns>The value or null.</returns>
    public string? Text(int index) => (string?)values[index];

    /// <summary>A whole number.</summary>
    /// <param name="index">The column, as asked for, from 0.</param>
    /// <returns>The value or null.</returns>
    public long? Int64(int index) => (long?)values[index];

    /// <summary>A decimal number.</summary>
    /// <param name="index">The column, as asked for, from 0.</param>
    /// <returns>The value or null.</returns>
    public decimal? Decimal(int index) => (decimal?)values[index];

    /// <summary>A boolean.</summary>
    /// <param name="index">The column, as asked for, from 0.</param>
    /// <returns>The value or null.</returns>
    public bool? Boolean(int index) => (bool?)values[index];

    /// <summary>A moment.</summary>
    /// <param name="index">The column, as asked for, from 0.</param>
    /// <returns>The value or null.</returns>
    public DateTimeOffset? Timestamp(int index) => (DateTimeOffset?)values[index];
}
