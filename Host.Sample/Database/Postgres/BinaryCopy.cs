using System.Buffers.Binary;
using Npgsql;

namespace Host.Sample.Database.Postgres;

/// <summary>Rows on their way into a table, in the binary form of the server's <c>COPY</c>: what is bytes already goes out as it is, at a fraction of the cost of handing over value by value.</summary>
/// <remarks>The form: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format". Rows of a copy that is not completed are taken back.</remarks>
internal sealed class BinaryCopy : IDisposable
{
    private const int BufferBytes = 128 * 1024;

    private static readonly byte[] Beginning = [.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly NpgsqlRawCopyStream _stream;
    private readonly short _columns;
    private readonly byte[] _bytes = new byte[BufferBytes];
    private int _length;
    private bool _isComplete;

    /// <param name="connection">Does nothing else until this is disposed.</param>
    /// <param name="sql">A <c>COPY … FROM STDIN (FORMAT BINARY)</c>.</param>
    /// <param name="columns">How many columns it names.</param>
    public BinaryCopy(NpgsqlConnection connection, string sql, int columns)
    {
        _columns = checked((short)columns);
        _stream = connection.BeginRawBinaryCopy(sql);
        Append(Beginning);
    }

    /// <summary>Begins a row; a value for each of its columns must follow.</summary>
    public void Row()
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(sizeof(short)), _columns);
        _length += sizeof(short);
    }

    public void Null() => Length(-1);

    public void Number(long value)
    {
        Length(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(Room(sizeof(long)), value);
        _length += sizeof(long);
    }

    /// <summary>A text in UTF-8, or bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Length(value.Length);
        Append(value);
    }

    /// <exception cref="PostgresException">The server does not take the rows.</exception>
    public void Complete()
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(sizeof(short)), -1);
        _length += sizeof(short);
        _stream.Write(_bytes, 0, _length);
        _isComplete = true;
        _stream.Dispose();
    }

    public void Dispose()
    {
        try
        {
            if (!_isComplete)
            {
                _stream.Cancel();
            }
        }
        catch (NpgsqlException)
        {
            // The copy has ended already, of what is being told on the way here.
        }

        _stream.Dispose();
    }

    private void Length(int bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), bytes);
        _length += sizeof(int);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BufferBytes)
        {
            Flush();
            _stream.Write(bytes);

            return;
        }

        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    private Span<byte> Room(int bytes)
    {
        if (bytes > BufferBytes - _length)
        {
            Flush();
        }

        return _bytes.AsSpan(_length);
    }

    private void Flush()
    {
        _stream.Write(_bytes, 0, _length);
        _length = 0;
    }
}
