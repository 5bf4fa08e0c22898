namespace Plugin.Abstractions.Collection;

/// <summary>Lists a stream's columns, each with its getter and its meaning.</summary>
/// <typeparam name="TRecord">The plugin's own type of a record.</typeparam>
/// <param name="stream">The stream without its columns.</param>
public sealed class StreamDefinitionBuilder<TRecord>(StreamDescription stream)
{
    private readonly List<ColumnDescription> _descriptions = [];
    private readonly List<Action<TRecord, IFieldWriter>> _columns = [];

    /// <summary>Adds a column of text.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="value">Reads it from a record; null is null.</param>
    /// <param name="meaning">What it means.</param>
    /// <returns>This builder.</returns>
    public StreamDefinitionBuilder<TRecord> Text(string name, Func<TRecord, string?> value, ColumnMeaning meaning) =>
        Add(name, ColumnType.Text, meaning, (record, writer) =>
        {
            if (value(record) is { } given)
            {
                writer.Text(given);
            }
            else
            {
                writer.Null();
            }
        });

    /// <summary>Adds a column of whole numbers.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="value">Reads it from a record; null is null.</param>
    /// <param name="meaning">What it means.</param>
    /// <returns>This builder.</returns>
    public StreamDefinitionBuilder<TRecord> Int64(string name, Func<TRecord, long?> value, ColumnMeaning meaning) =>
        Add(name, ColumnType.Int64, meaning, (record, writer) =>
        {
            if (value(record) is { } given)
            {
                writer.Int64(given);
            }
            else
            {
                writer.Null();
            }
        });

    /// <summary>Adds a column of decimal numbers.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="value">Reads it from a record; null is null.</param>
    /// <param name="meaning">What it means.</param>
    /// <returns>This builder.</returns>
    public StreamDefinitionBuilder<TRecord> Decimal(string name, Func<TRecord, decimal?> value, ColumnMeaning meaning) =>
        Add(name, ColumnType.Decimal, meaning, (record, writer) =>
        {
            if (value(record) is { } given)
            {
                writer.Decimal(given);
            }
            else
            {
                writer.Null();
            }
        });

    /// <summary>Adds a column of booleans.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="value">Reads it from a record; null is null.</param>
    /// <param name="meaning">What it means.</param>
    /// <returns>This builder.</returns>
    public StreamDefinitionBuilder<TRecord> Boolean(string name, Func<TRecord, bool?> value, ColumnMeaning meaning) =>
        Add(name, ColumnType.Boolean, meaning, (record, writer) =>
        {
            if (value(record) is { } given)
            {
                writer.Boolean(given);
            }
            else
            {
                writer.Null();
            }
        });

    /// <summary>Adds a column of moments.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="value">Reads it from a record; null is null.</param>
    /// <param name="meaning">What it means.</param>
    /// <returns>This builder.</returns>
    public StreamDefinitionBuilder<TRecord> Timestamp(string name, Func<TRecord, DateTimeOffset?> value, ColumnMeaning meaning) =>
        Add(name, ColumnType.Timestamp, meaning, (record, writer) =>
        {
            if (value(record) is { } given)
            {
                writer.Timestamp(given);
            }
            else
            {
                writer.Null();
            }
        });

    /// <summary>Adds a column of JSON values.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="value">Reads it from a record as JSON text; null is null.</param>
    /// <param name="meaning">What it means.</param>
    /// <returns>This builder.</returns>
    public StreamDefinitionBuilder<TRecord> Json(string name, Func<TRecord, string?> value, ColumnMeaning meaning) =>
        Add(name, ColumnType.Json, meaning, (record, writer) =>
        {
            if (value(record) is { } given)
            {
                writer.Json(given);
            }
            else
            {
                writer.Null();
            }
        });

    /// <summary>Ends the list.</summary>
    /// <returns>The definition.</returns>
    /// <exception cref="InvalidOperationException">No column is a key, or two columns have the same name.</exception>
    public StreamDefinition<TRecord> Build()
    {
        if (!_descriptions.Exists(column => column.Meaning.IsKey))
        {
            throw new InvalidOperationException($"Stream '{stream.Id}' has no key column.");
        }

        if (_descriptions.Select(column => column.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() != _descriptions.Count)
        {
            throw new InvalidOperationException($"Stream '{stream.Id}' has two columns of the same name.");
        }

        return new(stream with { Columns = [.. _descriptions] }, [.. _columns]);
    }

    private StreamDefinitionBuilder<TRecord> Add(string name, ColumnType type, ColumnMeaning meaning, Action<TRecord, IFieldWriter> write)
    {
        _descriptions.Add(new(name, type, meaning));
        _columns.Add(write);

        return this;
    }
}
