using System.Text.Json;
using Plugin.Abstractions.Collection;

namespace Plugin.Conformance.Bench;

/// <summary>Takes the fields of rows and holds them against the stream's columns, as strictly as a store would.</summary>
/// <param name="stream">The stream whose rows are written.</param>
public sealed class FieldRecorder(StreamDescription stream) : IFieldWriter
{
    private readonly List<object?> _fields = new(stream.Columns.Count);

    /// <summary>Ends a row.</summary>
    /// <returns>Its values, one a column.</returns>
    /// <exception cref="InvalidOperationException">The row has fewer fields than the stream has columns.</exception>
    public IReadOnlyList<object?> TakeRow()
    {
        if (_fields.Count != stream.Columns.Count)
        {
            throw new InvalidOperationException($"A row of '{stream.Id}' has {_fields.Count} fields for {stream.Columns.Count} columns.");
        }

        object?[] row = [.. _fields];
        _fields.Clear();

        return row;
    }

    public void Null()
    {
        _ = Column();
        _fields.Add(null);
    }

    public void Text(string value) => Take(ColumnType.Text, value);

    public void Int64(long value) => Take(ColumnType.Int64, value);

    public void Decimal(decimal value) => Take(ColumnType.Decimal, value);

    public void Boolean(bool value) => Take(ColumnType.Boolean, value);

    public void Timestamp(DateTimeOffset value) => Take(ColumnType.Timestamp, value.ToUniversalTime());

    public void Json(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException($"Column '{Column().Name}' of '{stream.Id}' takes one JSON value and was given something else.", exception);
        }

        Take(ColumnType.Json, value);
    }

    private void Take(ColumnType type, object value)
    {
        ArgumentNullException.ThrowIfNull(value);

        if (Column() is var column && column.Type != type)
        {
            throw new InvalidOperationException($"Column '{column.Name}' of '{stream.Id}' takes {column.Type} and was given {type}.");
        }

        _fields.Add(value);
    }

    private ColumnDescription Column() => _fields.Count < stream.Columns.Count
        ? stream.Columns[_fields.Count]
        : throw new InvalidOperationException($"A row of '{stream.Id}' has more fields than the stream's {stream.Columns.Count} columns.");
}
