using System.Data.Common;
using System.Globalization;
using Npgsql;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Database.Postgres;

/// <inheritdoc/>
/// <remarks>Texts are compared by their bytes, as in the other store, so that both give rows in the same order.</remarks>
internal sealed class PostgresDialect : SqlDialect
{
    private const long TablesLock = 0x434F4E4E45435433;
    private const string Text = "text COLLATE \"C\"";

    private PostgresDialect()
    {
    }

    public static PostgresDialect Instance { get; } = new();

    public override (string Number, string Bytes, string Key) OwnTypes => ("bigint", "bytea", Text);

    public override string Like => "ILIKE";

    public override bool HasOneWriter => false;

    public override bool KeepsZero => false;

    public override string RowId => "ctid";

    public override string WithoutRowIds => "";

    public override string ByNone => "";

    public override string? Clock(TimeSpan ago) => string.Create(
        CultureInfo.InvariantCulture, $"to_char((clock_timestamp() - interval '{(long)ago.TotalSeconds} seconds') AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')");

    public override SqlStatement Prepare(DbConnection connection, string sql) => new PostgresStatement((NpgsqlConnection)connection, sql);

    public override string By(string index) => "";

    public override string InOrderOfComing(string alias) => $"{alias}.row_key";

    public override string Position(string text, string part) => $"strpos({text}, {part})";

    public override string Listed(string parameter) => $"(SELECT value FROM jsonb_array_elements_text(CAST({parameter} AS jsonb)) AS listed(value))";

    public override string Temporary(string name) => $"pg_temp.{name}";

    public override void CreateInventory(StoreSession session, string name, IEnumerable<(string Name, ColumnType Type)> columns)
    {
        MakeInventory(session, name, columns);
        IndexInventory(session, name);
    }

    /// <summary>The table without its indices: whoever fills it at once makes them afterwards, which takes a fraction of the time.</summary>
    internal static void MakeInventory(StoreSession session, string name, IEnumerable<(string Name, ColumnType Type)> columns)
    {
        var table = SqlName.Quote(name);
        var all = columns.ToList();
        session.Execute(
            $"CREATE TABLE {table} (connector_id bigint NOT NULL, row_key {Text} NOT NULL, row_hash bytea NOT NULL, from_run bigint NOT NULL, to_run bigint{string.Concat(all.Select(column => $", {SqlName.Quote(column.Name)} {Kept(column.Type)}"))})");
        all.ForEach(column => Comment(session, name, column.Name, column.Type));
    }

    /// <summary>The indices of a table of <see cref="MakeInventory"/>.</summary>
    internal static void IndexInventory(StoreSession session, string name)
    {
        var table = SqlName.Quote(name);

        // By key: open versions, as-of reads in order, history, comparing and changes between runs, all without touching the table. By end: what a run closed. By beginning: what it brought.
        session.Execute($"CREATE INDEX {SqlName.Quote($"{name}-key")} ON {table} (connector_id, row_key, from_run, to_run) INCLUDE (row_hash)");
        session.Execute($"CREATE INDEX {SqlName.Quote($"{name}-to")} ON {table} (connector_id, to_run) WHERE to_run IS NOT NULL");
        session.Execute($"CREATE INDEX {SqlName.Quote($"{name}-from")} ON {table} (connector_id, from_run)");
    }

    public override void CompleteInventory(StoreSession session, string name)
    {
    }

    public override void LockTables(StoreSession session) => session.Execute($"SELECT pg_advisory_xact_lock({SqlName.Number(TablesLock)})");

    public override void AddColumn(StoreSession session, string table, string column, ColumnType type)
    {
        session.Execute($"ALTER TABLE {SqlName.Quote(table)} ADD COLUMN {SqlName.Quote(column)} {Kept(type)}");
        Comment(session, table, column, type);
    }

    public override List<(string Name, string Declaration)> Columns(StoreSession session, string table, int skip)
    {
        List<(string, string)> columns = [];
        using var info = session.Prepare(
            "SELECT attname::text, coalesce(col_description(attrelid, attnum), '') FROM pg_attribute WHERE attrelid = to_regclass(?1) AND attnum > ?2 AND NOT attisdropped ORDER BY attnum");
        info.Bind(1, SqlName.Quote(table)).Bind(2, skip);

        while (info.Step())
        {
            columns.Add((info.Text(0), info.Text(1)));
        }

        return columns;
    }

    public override List<string> Tables(StoreSession session, string beginning)
    {
        List<string> names = [];
        using var tables = session.Prepare("SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() AND starts_with(tablename::text, ?1)");
        tables.Bind(1, beginning);

        while (tables.Step())
        {
            names.Add(tables.Text(0));
        }

        return names;
    }

    // The extension that checks tables (amcheck) takes rights that a host has no need of; the server's own checksums are for this.
    public override string? Damage(StoreSession session, string table) => null;

    public override string? Convert(ColumnType from, ColumnType to, string value) => (from, to) switch
    {
        (ColumnType.Text or ColumnType.Decimal, ColumnType.Int64) => $"CASE WHEN {value} ~ '^(0|-?[1-9][0-9]{{0,17}})$' THEN CAST({value} AS bigint) END",
        (ColumnType.Text, ColumnType.Decimal) => $"CASE WHEN {value} ~ '^-?[0-9]+([.][0-9]+)?$' THEN {value} END",
        _ => null,
    };

    /// <summary>How the values are kept: as in the other store, so that their hashes are the same.</summary>
    internal static string Kept(ColumnType type) => type is ColumnType.Int64 or ColumnType.Boolean ? "bigint" : Text;

    // What is in a column: told to people, and found again by a later version of the host.
    private static void Comment(StoreSession session, string table, string column, ColumnType type) =>
        session.Execute($"COMMENT ON COLUMN {SqlName.Quote(table)}.{SqlName.Quote(column)} IS '{Declare(type)}'");
}
