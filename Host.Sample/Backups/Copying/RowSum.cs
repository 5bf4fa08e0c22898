using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Host.Sample.Backups.Copying;

/// <summary>Rows as a number and a sum of their hashes: two tables with the same sum hold the same rows, in whatever order.</summary>
internal sealed class RowSum
{
    private readonly byte[] _hash = new byte[SHA256.HashSizeInBytes];
    private UInt128 _low;
    private UInt128 _high;

    public long Rows { get; private set; }

    /// <summary>Bytes of all rows.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes a row as the server writes it in binary form.</summary>
    public void Add(ReadOnlySpan<byte> row)
    {
        SHA256.HashData(row, _hash);
        unchecked
        {
            _low += BinaryPrimitives.ReadUInt128LittleEndian(_hash);
            _high += BinaryPrimitives.ReadUInt128LittleEndian(_hash.AsSpan(_hash.Length / 2));
        }

        Rows++;
        Bytes += row.Length;
    }

    public bool IsSame(RowSum other) => (Rows, Bytes, _low, _high) == (other.Rows, other.Bytes, other._low, other._high);
}
