using System.Text;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Isolation;

/// <summary>Takes a page's rows as bytes, in the plugin's process.</summary>
internal sealed class RowWriter : IFieldWriter, IDisposable
{
    private readonly MemoryStream _bytes = new();
    private readonly BinaryWriter _writer;
    private readonly List<int> _starts = [];

    public RowWriter() => _writer = new(_bytes, Encoding.UTF8);

    /// <summary>A page as the payload of a frame: length of the head, head, start of each row, rows.</summary>
    public static byte[] Page(StreamPage page)
    {
        using var rows = new RowWriter();
        var count = page.RowCount;

        for (var index = 0; index < count; index++)
        {
            rows._starts.Add((int)rows._bytes.Length);
            page.WriteRow(index, rows);
            rows._writer.Write(RowReader.RowEnd);
        }

        var head = Wire.Write(new Wire.PageHead(count, page.Next?.Value, Wire.End.Of(page.End), page.Evidence, page.StartsOver, page.Covered));
        using MemoryStream whole = new();
        using BinaryWriter writer = new(whole, Encoding.UTF8);
        writer.Write(head.Length);
        writer.Write(head);
        rows._starts.ForEach(writer.Write);
        writer.Write(rows._bytes.GetBuffer(), 0, (int)rows._bytes.Length);
        writer.Flush();

        return whole.ToArray();
    }

    public void Null() => _writer.Write(RowReader.NullField);

    public void Text(string value) => Write(ColumnType.Text, value);

    public void Json(string value) => Write(ColumnType.Json, value);

    public void Int64(long value)
    {
        _writer.Write((byte)ColumnType.Int64);
        _writer.Write(value);
    }

    public void Decimal(decimal value)
    {
        _writer.Write((byte)ColumnType.Decimal);
        _writer.Write(value);
    }

    public void Boolean(bool value)
    {
        _writer.Write((byte)ColumnType.Boolean);
        _writer.Write(value);
    }

    public void Timestamp(DateTimeOffset value)
    {
        _writer.Write((byte)ColumnType.Timestamp);
        _writer.Write(value.UtcTicks);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _bytes.Dispose();
    }

    private void Write(ColumnType type, string value)
    {
        _writer.Write((byte)type);
        _writer.Write(value ?? throw new ArgumentNullException(nameof(value)));
    }
}
