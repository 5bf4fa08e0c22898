using System.Buffers;
using System.Buffers.Binary;
using Npgsql;

namespace Host.Sample.Backups.Copying;

/// <summary>Sends rows into a table in the server's own binary form (COPY … FORMAT BINARY), row by row.</summary>
/// <param name="connection">Where to.</param>
/// <param name="copy">The COPY statement.</param>
/// <param name="columns">How many columns a row has.</param>
internal sealed class RowSender(NpgsqlConnection connection, string copy, int columns) : IDisposable
{
    private readonly NpgsqlRawCopyStream _stream = connection.BeginRawBinaryCopy(copy);
    private readonly ArrayBufferWriter<byte> _row = new();
    private bool _hasBegun;
    private bool _hasEnded;

    /// <summary>What begins every table in this form: a signature (<c>PGCOPY</c> and what a conversion would spoil), no flags, nothing besides.</summary>
    public static ReadOnlySpan<byte> Head => [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public RowSum Sum { get; } = new();

    public void Begin() => _row.ResetWrittenCount();

    public void Null() => Length(-1);

    /// <summary>A whole number of 2, 4 or 8 bytes; a truth value is one of 1.</summary>
    public void Number(long value, int bytes)
    {
        Length(bytes);
        Span<byte> whole = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(whole, value);
        _row.Write(whole[^bytes..]);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Length(value.Length);
        _row.Write(value);
    }

    /// <summary>Sends the row.</summary>
    public void End()
    {
        if (!_hasBegun)
        {
            _stream.Write(Head);
            _hasBegun = true;
        }

        Span<byte> count = stackalloc byte[sizeof(short)];
        BinaryPrimitives.WriteInt16BigEndian(count, (short)columns);
        _stream.Write(count);
        _stream.Write(_row.WrittenSpan);
        Sum.Add(_row.WrittenSpan);
    }

    /// <summary>Ends the table.</summary>
    public void Complete()
    {
        if (!_hasBegun)
        {
            _stream.Write(Head);
        }

        _stream.Write([0xFF, 0xFF]);
        _hasEnded = true;
        _stream.Dispose();
    }

    public void Dispose()
    {
        if (_hasEnded)
        {
            return;
        }

        _hasEnded = true;

        try
        {
            _stream.Cancel();
            _stream.Dispose();
        }
        catch (Exception exception) when (exception is NpgsqlException or ObjectDisposedException or OperationCanceledException)
        {
            // Something else went wrong before, which is what is told.
        }
    }

    private void Length(int bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(_row.GetSpan(sizeof(int)), bytes);
        _row.Advance(sizeof(int));
    }
}
