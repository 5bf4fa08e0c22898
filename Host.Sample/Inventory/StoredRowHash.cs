using System.Buffers;
using System.Security.Cryptography;
using Host.Sample.Database;

namespace Host.Sample.Inventory;

/// <summary>The hash of a row, made again from its values in the store: the one that <see cref="RowBuffer"/> made from the plugin's.</summary>
internal sealed class StoredRowHash
{
    private const int VarintBytes = 10;

    private readonly ArrayBufferWriter<byte> _fields = new();
    private readonly byte[] _hash = new byte[SHA256.HashSizeInBytes];

    /// <summary>What to select of a row to hash it: its stored columns in the order of the table. A column that was made out of another one, which is kept (<see cref="RetiredColumns.KeptAs"/>), counts only where that one is empty: the hash was made before it was there.</summary>
    public static IReadOnlyList<string> Columns(InventorySchema schema) =>
    [
        .. schema.StoredColumns.Select((column, position) =>
        {
            var before = schema.StoredColumns.Take(position).Where(other => RetiredColumns.KeptAs(other, schema.StoredColumns) is { } origin && origin == (RetiredColumns.KeptAs(column, schema.StoredColumns) ?? column)).ToList();

            return before.Count == 0 ? SqlName.Quote(column) : $"CASE WHEN {string.Join(" AND ", before.Select(other => $"{SqlName.Quote(other)} IS NULL"))} THEN {SqlName.Quote(column)} END";
        }),
    ];

    /// <summary>Hashes the row that a statement stands on.</summary>
    /// <param name="row">The statement.</param>
    /// <param name="first">Its column with the stream's first stored column; all others follow in the order of the table.</param>
    /// <param name="columns">How many stored columns there are.</param>
    /// <returns>The hash; good until the next call.</returns>
    public ReadOnlySpan<byte> Of(SqlStatement row, int first, int columns)
    {
        _fields.ResetWrittenCount();

        for (var position = 0; position < columns; position++)
        {
            if (row.IsNull(first + position))
            {
                continue;
            }

            if (row.IsWhole(first + position))
            {
                Write(((ulong)position << 1) | 1);
                Write(Varint.Fold(row.Int64(first + position)));
            }
            else
            {
                var text = row.Bytes(first + position);
                Write((ulong)position << 1);
                Write((ulong)text.Length);
                _fields.Write(text);
            }
        }

        SHA256.HashData(_fields.WrittenSpan, _hash);

        return _hash.AsSpan(0, RowBuffer.HashBytes);
    }

    private void Write(ulong value) => _fields.Advance(Varint.Write(value, _fields.GetSpan(VarintBytes)));
}
