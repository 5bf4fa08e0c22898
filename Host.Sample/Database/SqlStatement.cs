using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Host.Sample.Database;

/// <summary>A prepared statement whose values go to and fro as bytes: no boxing, no object a value.</summary>
/// <remarks>Not safe for several threads. Positions of values count from 1, positions of columns from 0, as in SQLite itself.</remarks>
public sealed class SqlStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqlStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public SqlStatement Bind(int position, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, position, value));

        return this;
    }

    public SqlStatement Bind(int position, string value)
    {
        Check(raw.sqlite3_bind_text(_statement, position, value));

        return this;
    }

    public SqlStatement BindText(int position, ReadOnlySpan<byte> utf8)
    {
        // An empty span has no address, and SQLite takes a text without address for null.
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(_statement, position, "") : raw.sqlite3_bind_text(_statement, position, utf8));

        return this;
    }

    public SqlStatement BindBlob(int position, ReadOnlySpan<byte> bytes)
    {
        Check(raw.sqlite3_bind_blob(_statement, position, bytes));

        return this;
    }

    /// <summary>Forgets all values: what is not bound again is null.</summary>
    public void Clear() => Check(raw.sqlite3_clear_bindings(_statement));

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one; after the last the statement may be run again.</returns>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);

        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        var reset = raw.sqlite3_reset(_statement);
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

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>The bytes of a text or blob; good until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
