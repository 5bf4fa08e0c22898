using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Host.Sample.Inventory;

/// <summary>A row set in the making; rows come in the order of their keys.</summary>
internal sealed class RowSetHasher : IDisposable
{
    private const int ChunkBytes = 32 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private int _used;
    private long _count;

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> hash)
    {
        _count++;
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, key.Length);
        Append(length);
        Append(key);
        Append(hash);
    }

    public RowSet End()
    {
        _hash.AppendData(_chunk, 0, _used);
        var hash = Convert.ToHexStringLower(_hash.GetHashAndReset());

        return new(_count, hash);
    }

    public void Dispose() => _hash.Dispose();

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _chunk.Length - _used)
        {
            _hash.AppendData(_chunk, 0, _used);
            _used = 0;
        }

        if (bytes.Length > _chunk.Length)
        {
            _hash.AppendData(bytes);

            return;
        }

        bytes.CopyTo(_chunk.AsSpan(_used));
        _used += bytes.Length;
    }
}
