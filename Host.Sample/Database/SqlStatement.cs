using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Host.Sample.Database;

/// <summary>A prepared statement whose values go to and fro as bytes: no boxing, no object a value.</summary>
/// <remarks>Not safe for several threads. Positions of values count from 1, positions of columns from 0, as in SQLite itself.</remarks>
public sealed unsafe class SqlStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly nint _handle;

    public SqlStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        _handle = _statement.DangerousGetHandle();
    }

    public SqlStatement Bind(int position, long value)
    {
        Check(SqliteNative.BindInt64(_handle, position, value));

        return this;
    }

    public SqlStatement Bind(int position, string value)
    {
        Check(raw.sqlite3_bind_text(_statement, position, value));

        return this;
    }

    public SqlStatement BindNull(int position)
    {
        Check(raw.sqlite3_bind_null(_statement, position));

        return this;
    }

    public SqlStatement BindText(int position, ReadOnlySpan<byte> utf8)
    {
        fixed (byte* value = utf8)
        {
            Check(SqliteNative.BindText(_handle, position, Address(value), utf8.Length, SqliteNative.Transient));
        }

        return this;
    }

    public SqlStatement BindBlob(int position, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* value = bytes)
        {
            Check(SqliteNative.BindBlob(_handle, position, Address(value), bytes.Length, SqliteNative.Transient));
        }

        return this;
    }

    /// <summary>Forgets all values: what is not bound again is null.</summary>
    public void Clear() => Check(SqliteNative.ClearBindings(_handle));

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one; after the last the statement may be run again.</returns>
    public bool Step()
    {
        var result = SqliteNative.Step(_handle);

        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        var reset = SqliteNative.Reset(_handle);
        Check(result == raw.SQLITE_DONE ? reset : result);

        return false;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        while (Step())
        {
        }

        return raw.sqlite3_changes(_database);
    }

    /// <summary>Runs a statement that gives one number; 0 when it gives none.</summary>
    public long Number()
    {
        if (!Step())
        {
            return 0;
        }

        var number = Int64(0);
        Reset();

        return number;
    }

    /// <summary>Ends reading before the last row.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>Whether the value is kept as a whole number.</summary>
    public bool IsWhole(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_INTEGER;

    public long Int64(int column) => SqliteNative.ColumnInt64(_handle, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>The bytes of a text or blob; good until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => new(SqliteNative.ColumnBlob(_handle, column), SqliteNative.ColumnBytes(_handle, column));

    public void Dispose() => _statement.Dispose();

    // An empty span has no address, and SQLite takes a value without address for null.
    private static byte* Address(byte* value) => value is null ? (byte*)1 : value;

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
