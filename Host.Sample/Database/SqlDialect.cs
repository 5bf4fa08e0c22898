using System.Data.Common;
using Host.Sample.Database.Postgres;
using Host.Sample.Database.Sqlite;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Database;

/// <summary>What the stores' SQL has of its own. All else is written so that each of them understands it.</summary>
public abstract class SqlDialect
{
    /// <summary>How a table tells whole numbers, bytes and keys; keys are compared by their bytes.</summary>
    public abstract (string Number, string Bytes, string Key) OwnTypes { get; }

    /// <summary>Like <c>LIKE</c>, whatever the case of letters.</summary>
    public abstract string Like { get; }

    /// <summary>Whether whoever writes keeps all others from writing.</summary>
    public abstract bool HasOneWriter { get; }

    /// <summary>Whether a text may hold the zero character.</summary>
    public abstract bool KeepsZero { get; }

    /// <summary>The store's own clock, as a moment is kept; null: that of whoever asks is the store's.</summary>
    /// <param name="ago">By how much earlier.</param>
    public abstract string? Clock(TimeSpan ago);

    /// <summary>That of the store that a host has by itself.</summary>
    public static SqlDialect Default => SqliteDialect.Instance;

    /// <summary>The dialect of the database's store.</summary>
    public static SqlDialect Of(HostDatabase database) => database.Database.IsSqlite() ? SqliteDialect.Instance : PostgresDialect.Instance;

    /// <summary>What tells a row from the others of its table, for as long as nobody writes.</summary>
    public abstract string RowId { get; }

    /// <summary>Behind a table's columns: that it is its primary key's index and nothing else, where there is such a thing.</summary>
    public abstract string WithoutRowIds { get; }

    public abstract SqlStatement Prepare(DbConnection connection, string sql);

    /// <summary>Names an index that is to be used, behind a table's name; empty where the store decides.</summary>
    public abstract string By(string index);

    /// <summary>Says, behind a table's name, that no index is to be used; empty where the store decides.</summary>
    public abstract string ByNone { get; }

    /// <summary>What sorts versions that one run brought, without a look at their keys where that is to be had.</summary>
    /// <param name="alias">Of which table.</param>
    public abstract string InOrderOfComing(string alias);

    /// <summary>At which place, from 1, a text has another one; 0: nowhere.</summary>
    public abstract string Position(string text, string part);

    /// <summary>A query of the texts of a list that is given as a JSON array.</summary>
    public abstract string Listed(string parameter);

    /// <summary>A temporary table, which goes with the connection.</summary>
    public abstract string Temporary(string name);

    /// <summary>A column's type, found again by <see cref="Columns"/>. The first word tells people and a later version of the host what is in it; the last one decides how SQLite keeps it.</summary>
    public static string Declare(ColumnType type) => type switch
    {
        ColumnType.Text => "TEXT",
        ColumnType.Int64 => "INTEGER",
        ColumnType.Decimal => "DECIMAL TEXT",
        ColumnType.Boolean => "BOOLEAN INTEGER",
        ColumnType.Timestamp => "TIMESTAMP TEXT",
        ColumnType.Json => "JSON TEXT",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The column type is unknown to this host."),
    };

    /// <summary>Makes a table for an inventory's versions, with its indices.</summary>
    public abstract void CreateInventory(StoreSession session, string name, IEnumerable<(string Name, ColumnType Type)> columns);

    /// <summary>Gives a table of an earlier version of the host what it lacks.</summary>
    public abstract void CompleteInventory(StoreSession session, string name);

    /// <summary>Lets nobody else make or change inventory tables until the transaction ends, where that is not so anyway.</summary>
    public abstract void LockTables(StoreSession session);

    public abstract void AddColumn(StoreSession session, string table, string column, ColumnType type);

    /// <summary>A table's columns in its order, but for the first ones, each with the words of <see cref="Declare"/>.</summary>
    public abstract List<(string Name, string Declaration)> Columns(StoreSession session, string table, int skip);

    /// <summary>The tables whose name begins so.</summary>
    public abstract List<string> Tables(StoreSession session, string beginning);

    /// <summary>What the store's own check of a table finds wrong: what an index says may not be what the table says. Null: nothing, or there is no such check.</summary>
    /// <param name="session">The store.</param>
    /// <param name="table">The table, quoted.</param>
    public abstract string? Damage(StoreSession session, string table);

    /// <summary>Turns a column's values into another type.</summary>
    /// <returns>The SQL, null where a value has no counterpart; null when there is no way.</returns>
    public abstract string? Convert(ColumnType from, ColumnType to, string value);
}
