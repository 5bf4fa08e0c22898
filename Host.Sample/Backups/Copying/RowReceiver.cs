using System.Buffers.Binary;
using Npgsql;

namespace Host.Sample.Backups.Copying;

/// <summary>Reads rows in the server's own binary form, one at a time.</summary>
/// <param name="connection">Where from.</param>
/// <param name="copy">The COPY statement.</param>
/// <param name="columns">How many columns a row has.</param>
internal sealed class RowReceiver(NpgsqlConnection connection, string copy, int columns) : IDisposable
{
    private readonly NpgsqlRawCopyStream _stream = connection.BeginRawBinaryCopy(copy);
    private readonly (int Start, int Length)[] _fields = new (int, int)[columns];
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private int _row;
    private bool _hasBegun;
    private bool _hasEnded;

    /// <summary>The row's fields with their lengths, as <see cref="RowSender"/> sends them; good until the next one.</summary>
    public ReadOnlySpan<byte> Row => _buffer.AsSpan(_row, _start - _row);

    public bool IsNull(int column) => _fields[column].Length < 0;

    public ReadOnlySpan<byte> Bytes(int column) => _buffer.AsSpan(_row + _fields[column].Start, _fields[column].Length);

    public long Int64(int column) => BinaryPrimitives.ReadInt64BigEndian(Bytes(column));

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Step()
    {
        if (!_hasBegun)
        {
            Take(RowSender.Head.Length);
            _hasBegun = true;
        }

        _row = _start;

        if (BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short))) < 0)
        {
            _hasEnded = _stream.Read(_buffer) == 0;

            return false;
        }

        _row = _start;

        for (var column = 0; column < columns; column++)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));
            _fields[column] = (_start - _row, length);

            if (length > 0)
            {
                Take(length);
            }
        }

        return true;
    }

    public void Dispose()
    {
        try
        {
            if (!_hasEnded)
            {
                _stream.Cancel();
            }

            _stream.Dispose();
        }
        catch (Exception exception) when (exception is NpgsqlException or ObjectDisposedException or OperationCanceledException)
        {
            // Something else went wrong before, which is what is told.
        }
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        while (_end - _start < bytes)
        {
            Fetch(bytes);
        }

        _start += bytes;

        return _buffer.AsSpan(_start - bytes, bytes);
    }

    // What has come of the row stays.
    private void Fetch(int bytes)
    {
        if (_row > 0)
        {
            _buffer.AsSpan(_row, _end - _row).CopyTo(_buffer);
            (_start, _end, _row) = (_start - _row, _end - _row, 0);
        }

        if (_start + bytes > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_start + bytes, 2 * _buffer.Length));
        }

        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read > 0 ? read : throw new NpgsqlException("The server ended a table before its end.");
    }
}
