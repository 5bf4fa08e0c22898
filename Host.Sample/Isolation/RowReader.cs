using System.Buffers.Binary;
using System.Text;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Isolation;

/// <summary>A page that was written in the plugin's process; its rows are read when the host takes them.</summary>
internal sealed class RowReader : StreamPage
{
    public const byte NullField = 254;
    public const byte RowEnd = 255;

    private readonly ReadOnlyMemory<byte> _starts;
    private readonly ReadOnlyMemory<byte> _rows;

    private RowReader(int count, ReadOnlyMemory<byte> starts, ReadOnlyMemory<byte> rows)
    {
        RowCount = count;
        _starts = starts;
        _rows = rows;
    }

    public override int RowCount { get; }

    /// <exception cref="InvalidDataException">It is no page.</exception>
    public static RowReader Read(ReadOnlyMemory<byte> payload)
    {
        var length = payload.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(payload.Span);

        if (length < 0 || length > payload.Length - sizeof(int))
        {
            throw new InvalidDataException("A page cannot be read.");
        }

        var head = Wire.Read<Wire.PageHead>(payload.Slice(sizeof(int), length));
        var rest = payload[(sizeof(int) + length)..];

        return head.RowCount < 0 || (long)head.RowCount * sizeof(int) > rest.Length
            ? throw new InvalidDataException("A page cannot be read.")
            : new(head.RowCount, rest[..(head.RowCount * sizeof(int))], rest[(head.RowCount * sizeof(int))..])
            {
                Next = head.Next is null ? null : new(head.Next),
                End = head.End?.ToEnd(),
                Evidence = head.Evidence,
                StartsOver = head.StartsOver,
                Covered = head.Covered,
            };
    }

    public override void WriteRow(int index, IFieldWriter writer)
    {
        var rest = _rows.Span[BinaryPrimitives.ReadInt32LittleEndian(_starts.Span[(index * sizeof(int))..])..];

        while (rest[0] is not RowEnd)
        {
            var kind = rest[0];
            rest = rest[1..];
            rest = rest[WriteField(kind, rest, writer)..];
        }
    }

    private static int WriteField(byte kind, ReadOnlySpan<byte> bytes, IFieldWriter writer)
    {
        switch (kind)
        {
            case NullField:
                writer.Null();

                return 0;
            case (byte)ColumnType.Text:
                writer.Text(Text(bytes, out var text));

                return text;
            case (byte)ColumnType.Json:
                writer.Json(Text(bytes, out var json));

                return json;
            case (byte)ColumnType.Int64:
                writer.Int64(BinaryPrimitives.ReadInt64LittleEndian(bytes));

                return sizeof(long);
            case (byte)ColumnType.Decimal:
                writer.Decimal(new decimal([Int32(bytes, 0), Int32(bytes, 4), Int32(bytes, 8), Int32(bytes, 12)]));

                return sizeof(decimal);
            case (byte)ColumnType.Boolean:
                writer.Boolean(bytes[0] != 0);

                return 1;
            case (byte)ColumnType.Timestamp:
                writer.Timestamp(new(BinaryPrimitives.ReadInt64LittleEndian(bytes), TimeSpan.Zero));

                return sizeof(long);
            default:
                throw new InvalidDataException("A row cannot be read.");
        }
    }

    private static int Int32(ReadOnlySpan<byte> bytes, int from) => BinaryPrimitives.ReadInt32LittleEndian(bytes[from..]);

    // As BinaryWriter writes it: the length in groups of seven bits, the low ones first.
    private static string Text(ReadOnlySpan<byte> bytes, out int taken)
    {
        var length = 0;
        var shift = 0;
        taken = 0;
        byte part;

        do
        {
            part = bytes[taken++];
            length |= (part & 0x7f) << shift;
            shift += 7;
        }
        while ((part & 0x80) != 0);

        var text = Encoding.UTF8.GetString(bytes.Slice(taken, length));
        taken += length;

        return text;
    }
}
