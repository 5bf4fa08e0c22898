namespace Host.Sample.Inventory;

/// <summary>The fields of a row as <see cref="RowBuffer"/> has written them, one after the other; those that are null are not among them.</summary>
internal ref struct RowFields(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _place;

    /// <summary>The position of the field's column in the table, among those of the stream.</summary>
    public int Column { get; private set; }

    public bool IsNumber { get; private set; }

    public long Number { get; private set; }

    /// <summary>Where the value of a field that is no number stands, and how many bytes it has.</summary>
    public (int Start, int Length) Place { get; private set; }

    /// <summary>The value of a field that is no number, in UTF-8.</summary>
    public readonly ReadOnlySpan<byte> Text => _bytes.Slice(Place.Start, Place.Length);

    /// <summary>Goes to the next field.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next()
    {
        if (_place == _bytes.Length)
        {
            return false;
        }

        _place += Varint.Read(_bytes[_place..], out var column);
        _place += Varint.Read(_bytes[_place..], out var value);
        (Column, IsNumber) = ((int)(column >> 1), (column & 1) == 1);

        if (IsNumber)
        {
            Number = Varint.Unfold(value);
        }
        else
        {
            Place = (_place, (int)value);
            _place += (int)value;
        }

        return true;
    }
}
