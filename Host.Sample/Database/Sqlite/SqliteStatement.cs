using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Host.Sample.Database.Sqlite;

/// <inheritdoc/>
internal sealed unsafe class SqliteStatement : SqlStatement
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly nint _handle;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        _handle = _statement.DangerousGetHandle();
    }

    public override SqlStatement Bind(int position, long value)
    {
        Check(SqliteNative.BindInt64(_handle, position, value));

        return this;
    }

    public override SqlStatement Bind(int position, string value)
    {
        Check(raw.sqlite3_bind_text(_statement, position, value));

        return this;
    }

    public override SqlStatement BindNull(int position)
    {
        Check(raw.sqlite3_bind_null(_statement, position));

        return this;
    }

    public override SqlStatement BindText(int position, ReadOnlySpan<byte> utf8)
    {
        fixed (byte* value = utf8)
        {
            Check(SqliteNative.BindText(_handle, position, Address(value), utf8.Length, SqliteNative.Transient));
        }

        return this;
    }

    public override SqlStatement BindBlob(int position, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* value = bytes)
        {
            Check(SqliteNative.BindBlob(_handle, position, Address(value), bytes.Length, SqliteNative.Transient));
        }

        return this;
    }

    public override void Clear() => Check(SqliteNative.ClearBindings(_handle));

    public override bool Step()
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

    public override int Run()
    {
        while (Step())
        {
        }

        return raw.sqlite3_changes(_database);
    }

    public override void Reset() => raw.sqlite3_reset(_statement);

    public override bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public override bool IsWhole(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_INTEGER;

    public override long Int64(int column) => SqliteNative.ColumnInt64(_handle, column);

    public override double Double(int column) => raw.sqlite3_column_double(_statement, column);

    public override string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public override ReadOnlySpan<byte> Bytes(int column) => new(SqliteNative.ColumnBlob(_handle, column), SqliteNative.ColumnBytes(_handle, column));

    protected override void Dispose(bool disposing) => _statement.Dispose();

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
