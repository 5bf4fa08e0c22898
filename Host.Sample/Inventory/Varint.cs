namespace Host.Sample.Inventory;

/// <summary>Whole numbers in as few bytes as they need: seven bits a byte, the lowest first.</summary>
internal static class Varint
{
    /// <summary>Folds the sign into the lowest bit, so that small negative numbers are short too.</summary>
    public static ulong Fold(long value) => (ulong)(value << 1) ^ (ulong)(value >> 63);

    public static long Unfold(ulong folded) => (long)(folded >> 1) ^ -(long)(folded & 1);

    public static int Write(ulong value, Span<byte> room)
    {
        var written = 0;

        while (value >= 0x80)
        {
            room[written++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[written++] = (byte)value;

        return written;
    }

    public static int Read(ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        var read = 0;

        while (true)
        {
            var part = bytes[read];
            value |= (ulong)(part & 0x7F) << (7 * read);
            read++;

            if (part < 0x80)
            {
                return read;
            }
        }
    }
}
