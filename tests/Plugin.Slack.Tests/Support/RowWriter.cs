using Plugin.Abstractions.Collection;

namespace Plugin.Slack.Tests.Support;

/// <summary>Takes one row and holds the plugin to its own description: order, number and type of the columns.</summary>
internal sealed class RowWriter(IReadOnlyList<ColumnDescription> columns) : IFieldWriter
{
    private readonly List<object?> _values = [];

    public void Null() => _values.Add(null);

    public void Text(string value)
    {
        value.ShouldNotContain('\0');
        Add(ColumnType.Text, value);
    }

    public void Int64(long value) => Add(ColumnType.Int64, value);

    public void Decimal(decimal value) => Add(ColumnType.Decimal, value);

    public void Boolean(bool value) => Add(ColumnType.Boolean, value);

    public void Timestamp(DateTimeOffset value) => Add(ColumnType.Timestamp, value);

    public void Json(string value) => Add(ColumnType.Json, value);

    public Dictionary<string, object?> Row()
    {
        _values.Count.ShouldBe(columns.Count);

        return columns.Zip(_values).ToDictionary(pair => pair.First.Name, pair => pair.Second);
    }

    private void Add(ColumnType type, object value)
    {
        columns[_values.Count].Type.ShouldBe(type, columns[_values.Count].Name);
        _values.Add(value);
    }
}
