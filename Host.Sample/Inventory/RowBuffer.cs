using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Inventory;

/// <summary>Takes the rows of a page as bytes: the bytes that are hashed are the bytes that are staged and, if the row is new, spread into columns.</summary>
/// <remarks>
/// A row is the list of its fields that are not null; a field is its column's position and kind, then its value. So two rows have the same bytes only
/// if they have the same values, and a column that the plugin adds and leaves null changes no hash. What is hashed comes in the order of the positions, in whatever
/// order the plugin writes, so that the hash can be made again from the stored row. One buffer serves all pages of a stream; not safe for several threads.
/// </remarks>
/// <param name="schema">The table.</param>
/// <param name="filter">What the rows pass before they are taken; null: nothing.</param>
public sealed class RowBuffer(InventorySchema schema, IRowFilter? filter = null) : IFieldWriter
{
    /// <summary>Bytes of a row's hash: the first half of SHA-256.</summary>
    public const int HashBytes = 16;

    private const int MaximumBytes = 256 * 1024 * 1024;
    private const int KeptBytes = 4 * 1024 * 1024;
    private const int VarintBytes = 10;
    private const int ShortTextChars = 42;

    /// <summary>Stands for the zero character where the store cannot keep it.</summary>
    private const char Unknown = '\uFFFD';

    private readonly InventoryColumn[] _columns = [.. schema.Columns];
    private readonly (int Start, int Length)[] _keyParts = new (int, int)[schema.Columns.Count(column => column.IsKey)];
    private readonly List<Entry> _rows = [];
    private readonly int[]? _byPosition = ByPosition(schema.Columns);
    private readonly (int Start, int End)[] _fields = new (int, int)[schema.Columns.Count];
    private byte[] _ordered = [];
    private byte[] _bytes = new byte[64 * 1024];
    private int _length;
    private int _column;
    private int _keyPart;
    private bool _lacksKey;
    private string? _fault;

    public int Count => _rows.Count;

    /// <summary>Rows of the last page that lacked a part of their key and were not taken.</summary>
    public int WithoutKey { get; private set; }

    /// <summary>Takes all rows of a page; what was taken before is forgotten.</summary>
    /// <exception cref="PluginFaultException">A row has too few or too many fields, a field is of another type than its column, or the page is too big.</exception>
    public void Fill(StreamPage page)
    {
        Clear();
        var count = page.RowCount;

        if (count < 0)
        {
            throw new PluginFaultException($"The plugin says that a page of {schema.Description.Id} has {count} rows.");
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];

        for (var index = 0; index < count; index++)
        {
            var start = _length;
            _column = 0;
            _keyPart = 0;
            _lacksKey = false;
            Array.Clear(_fields);
            page.WriteRow(index, filter?.Begin(this) ?? this);

            // Also when the plugin caught what the writer threw.
            if (_fault is not null)
            {
                throw new PluginFaultException(_fault);
            }

            if (_column != _columns.Length)
            {
                throw new PluginFaultException($"The plugin wrote {_column} of the {_columns.Length} fields of a row of {schema.Description.Id}.");
            }

            if (filter is { IsKept: false })
            {
                _length = start;

                continue;
            }

            if (_lacksKey)
            {
                WithoutKey++;
                _length = start;

                continue;
            }

            var fields = _length - start;
            SHA256.HashData(_byPosition is null ? _bytes.AsSpan(start, fields) : Ordered(_byPosition, fields), hash);
            var key = AppendKey();
            hash[..HashBytes].CopyTo(Reserve(HashBytes));
            _length += HashBytes;
            _rows.Add(new(start, fields, key));
        }
    }

    public ReadOnlyMemory<byte> Fields(int row) => _bytes.AsMemory(_rows[row].Start, _rows[row].Fields);

    /// <summary>The row's key: the texts of its key columns, separated by <c>|</c>, with <c>\</c>, <c>|</c> and the zero character escaped.</summary>
    public ReadOnlySpan<byte> Key(int row) => _bytes.AsSpan(_rows[row].Start + _rows[row].Fields, _rows[row].Key);

    public ReadOnlySpan<byte> Hash(int row) => _bytes.AsSpan(_rows[row].Start + _rows[row].Fields + _rows[row].Key, HashBytes);

    void IFieldWriter.Null()
    {
        if (_column >= _columns.Length)
        {
            throw Fault(null);
        }

        _lacksKey |= _columns[_column++].IsKey;
    }

    void IFieldWriter.Text(string value) => AppendText(ColumnType.Text, value);

    void IFieldWriter.Json(string value) => AppendText(ColumnType.Json, value);

    void IFieldWriter.Int64(long value) => AppendNumber(ColumnType.Int64, value);

    void IFieldWriter.Boolean(bool value) => AppendNumber(ColumnType.Boolean, value ? 1 : 0);

    void IFieldWriter.Decimal(decimal value)
    {
        // Dividing by a one with all its places drops zeros at the end, so that 1.10 and 1.1 are the same value.
        var plain = value == 0 ? 0m : value / 1.000000000000000000000000000000m;
        Span<byte> text = stackalloc byte[40];
        plain.TryFormat(text, out var written, provider: CultureInfo.InvariantCulture);
        AppendShort(ColumnType.Decimal, text[..written]);
    }

    void IFieldWriter.Timestamp(DateTimeOffset value)
    {
        Span<byte> text = stackalloc byte[UtcText.Length];
        UtcText.Write(value, text);
        AppendShort(ColumnType.Timestamp, text);
    }

    /// <summary>The places of the columns in the order of their positions; null when the plugin writes them in that order, as it does until it reorders them.</summary>
    private static int[]? ByPosition(IReadOnlyList<InventoryColumn> columns)
    {
        int[] places = [.. Enumerable.Range(0, columns.Count).OrderBy(place => columns[place].Position)];

        return places.Index().All(entry => entry.Index == entry.Item) ? null : places;
    }

    private ReadOnlySpan<byte> Ordered(int[] byPosition, int length)
    {
        if (_ordered.Length < length)
        {
            _ordered = new byte[Math.Max(length, 2 * _ordered.Length)];
        }

        var at = 0;

        foreach (var place in byPosition)
        {
            var (start, end) = _fields[place];
            _bytes.AsSpan(start, end - start).CopyTo(_ordered.AsSpan(at));
            at += end - start;
        }

        return _ordered.AsSpan(0, length);
    }

    private void Clear()
    {
        _rows.Clear();
        _length = 0;
        _fault = null;
        WithoutKey = 0;

        if (_bytes.Length > KeptBytes)
        {
            _bytes = new byte[KeptBytes];
        }
    }

    private void AppendText(ColumnType type, string value)
    {
        if (value is null)
        {
            throw Fault(type);
        }

        if (!schema.Dialect.KeepsZero && value.Contains('\0', StringComparison.Ordinal))
        {
            value = value.Replace('\0', Unknown);
        }

        var column = Begin(type, isNumber: false);
        int start, bytes;

        if (value.Length <= ShortTextChars)
        {
            // So short a text needs one byte for its length however it is written.
            var room = Reserve(1 + (value.Length * 3));
            bytes = Encoding.UTF8.GetBytes(value, room[1..]);
            room[0] = (byte)bytes;
            start = _length + 1;
        }
        else
        {
            bytes = Encoding.UTF8.GetByteCount(value);
            var room = Reserve(VarintBytes + bytes);
            var prefix = Varint.Write((ulong)bytes, room);
            Encoding.UTF8.GetBytes(value, room[prefix..]);
            start = _length + prefix;
        }

        _length = start + bytes;
        End(column, start, bytes);
    }

    private void AppendShort(ColumnType type, ReadOnlySpan<byte> text)
    {
        var column = Begin(type, isNumber: false);
        var room = Reserve(1 + text.Length);
        room[0] = (byte)text.Length;
        text.CopyTo(room[1..]);
        _length += 1 + text.Length;
        End(column, _length - text.Length, text.Length);
    }

    private void AppendNumber(ColumnType type, long value)
    {
        var column = Begin(type, isNumber: true);
        var start = _length;
        _length += Varint.Write(Varint.Fold(value), Reserve(VarintBytes));

        // The key wants it as people write it: kept in place of the text, and made out again by its sign.
        End(column, start, -1);
    }

    private InventoryColumn Begin(ColumnType type, bool isNumber)
    {
        if (_column >= _columns.Length || _columns[_column].Type != type)
        {
            throw Fault(type);
        }

        _fields[_column].Start = _length;
        var column = _columns[_column++];
        _length += Varint.Write(((ulong)column.Position << 1) | (isNumber ? 1UL : 0UL), Reserve(VarintBytes));

        return column;
    }

    private void End(InventoryColumn column, int start, int length)
    {
        _fields[_column - 1].End = _length;

        if (column.IsKey)
        {
            _keyParts[_keyPart++] = (start, length);
        }
    }

    private int AppendKey()
    {
        var start = _length;

        for (var part = 0; part < _keyParts.Length; part++)
        {
            if (part > 0)
            {
                Reserve(1)[0] = (byte)'|';
                _length++;
            }

            var (from, length) = _keyParts[part];

            if (length < 0)
            {
                Varint.Read(_bytes.AsSpan(from), out var folded);
                Utf8Formatter.TryFormat(Varint.Unfold(folded), Reserve(20), out var written);
                _length += written;
            }
            else
            {
                AppendEscaped(from, length);
            }
        }

        return _length - start;
    }

    private void AppendEscaped(int from, int length)
    {
        var room = Reserve(length * 2);
        var text = _bytes.AsSpan(from, length);

        if (text.IndexOfAny((byte)'\\', (byte)'|', (byte)0) < 0)
        {
            text.CopyTo(room);
            _length += length;

            return;
        }

        var written = 0;

        foreach (var letter in text)
        {
            if (letter is (byte)'\\' or (byte)'|' or 0)
            {
                room[written++] = (byte)'\\';
            }

            room[written++] = letter is 0 ? (byte)'0' : letter;
        }

        _length += written;
    }

    private Span<byte> Reserve(int bytes)
    {
        if (bytes > _bytes.Length - _length)
        {
            var wanted = (long)_length + bytes;

            if (wanted > MaximumBytes)
            {
                throw new PluginFaultException($"A page of {schema.Description.Id} holds more than {MaximumBytes / (1024 * 1024)} MiB; the plugin must give smaller pages.");
            }

            Array.Resize(ref _bytes, (int)Math.Min(MaximumBytes, Math.Max(wanted, 2L * _bytes.Length)));
        }

        return _bytes.AsSpan(_length);
    }

    private InvalidOperationException Fault(ColumnType? type)
    {
        _fault ??= _column >= _columns.Length
            ? $"The plugin wrote more than the {_columns.Length} fields of a row of {schema.Description.Id}."
            : $"The plugin wrote {type?.ToString() ?? "null"} into the column {_columns[_column].Name} of {schema.Description.Id}, which is {_columns[_column].Type}.";

        return new(_fault);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(int Start, int Fields, int Key);
}
