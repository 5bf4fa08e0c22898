using System.Data.Common;
using Microsoft.Data.Sqlite;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Database.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteDialect : SqlDialect
{
    private SqliteDialect()
    {
    }

    public static SqliteDialect Instance { get; } = new();

    public override (string Number, string Bytes, string Key) OwnTypes => ("INTEGER", "BLOB", "TEXT");

    public override string Like => "LIKE";

    public override bool HasOneWriter => true;

    public override bool KeepsZero => true;

    public override string RowId => "rowid";

    public override string WithoutRowIds => " WITHOUT ROWID";

    public override string ByNone => " NOT INDEXED";

    public override string? Clock(TimeSpan ago) => null;

    public override SqlStatement Prepare(DbConnection connection, string sql) => new SqliteStatement((SqliteConnection)connection, sql);

    public override string By(string index) => $" INDEXED BY {index}";

    public override string InOrderOfComing(string alias) => $"{alias}.rowid";

    public override string Position(string text, string part) => $"instr({text}, {part})";

    public override string Listed(string parameter) => $"(SELECT value FROM json_each({parameter}))";

    public override string Temporary(string name) => $"temp.{name}";

    public override void CreateInventory(StoreSession session, string name, IEnumerable<(string Name, ColumnType Type)> columns)
    {
        var table = SqlName.Quote(name);
        session.Execute(
            $"CREATE TABLE {table} (connector_id INTEGER NOT NULL, row_key TEXT NOT NULL, row_hash BLOB NOT NULL, from_run INTEGER NOT NULL, to_run INTEGER{string.Concat(columns.Select(column => $", {SqlName.Quote(column.Name)} {Declare(column.Type)}"))})");

        // By key: open versions, as-of reads in order, history, comparing and changes between runs, all without touching the table. By end: what a run closed.
        session.Execute($"CREATE INDEX {SqlName.Quote($"{name}-key")} ON {table} (connector_id, row_key, from_run, to_run, row_hash)");
        session.Execute($"CREATE INDEX {SqlName.Quote($"{name}-to")} ON {table} (connector_id, to_run) WHERE to_run IS NOT NULL");
    }

    // By beginning: what a run brought.
    public override void CompleteInventory(StoreSession session, string name) =>
        session.Execute($"CREATE INDEX IF NOT EXISTS {SqlName.Quote($"{name}-from")} ON {SqlName.Quote(name)} (connector_id, from_run)");

    public override void LockTables(StoreSession session)
    {
    }

    public override void AddColumn(StoreSession session, string table, string column, ColumnType type) =>
        session.Execute($"ALTER TABLE {SqlName.Quote(table)} ADD COLUMN {SqlName.Quote(column)} {Declare(type)}");

    public override List<(string Name, string Declaration)> Columns(StoreSession session, string table, int skip)
    {
        List<(string, string)> columns = [];
        using var info = session.Prepare("SELECT name, type FROM pragma_table_info(?1) WHERE cid >= ?2 ORDER BY cid");
        info.Bind(1, table).Bind(2, skip);

        while (info.Step())
        {
            columns.Add((info.Text(0), info.Text(1)));
        }

        return columns;
    }

    public override List<string> Tables(StoreSession session, string beginning)
    {
        List<string> names = [];
        using var tables = session.Prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, length(?1)) = ?1");
        tables.Bind(1, beginning);

        while (tables.Step())
        {
            names.Add(tables.Text(0));
        }

        return names;
    }

    public override string? Damage(StoreSession session, string table)
    {
        using var check = session.Prepare($"PRAGMA integrity_check({table})");
        var damage = check.Step() && check.Text(0) is var word && word != "ok" ? word : null;
        check.Reset();

        return damage;
    }

    public override string? Convert(ColumnType from, ColumnType to, string value) => (from, to) switch
    {
        (ColumnType.Text or ColumnType.Decimal, ColumnType.Int64) => $"CASE WHEN CAST(CAST({value} AS INTEGER) AS TEXT) = {value} THEN CAST({value} AS INTEGER) END",
        (ColumnType.Text, ColumnType.Decimal) =>
            $"CASE WHEN {value} GLOB '*[0-9]' AND ltrim({value}, '-') NOT GLOB '*[^0-9.]*' AND {value} NOT GLOB '*.*.*' AND {value} NOT GLOB '--*' AND ltrim({value}, '-') NOT GLOB '.*' THEN {value} END",
        (ColumnType.Text, ColumnType.Json) => $"CASE WHEN json_valid({value}) THEN {value} END",
        _ => null,
    };
}
