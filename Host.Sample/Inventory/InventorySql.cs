using System.Globalization;
using System.Text;
using Host.Sample.Database;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Inventory;

/// <summary>Queries of the inventory: names checked and quoted, values always as parameters.</summary>
internal static class InventorySql
{
    /// <summary>Columns before the stream's own: key, from_run, to_run.</summary>
    public const int LeadingColumns = 3;

    public static string Columns(InventorySchema schema, string prefix = "") =>
        $"{prefix}row_key, {prefix}from_run, {prefix}to_run{string.Concat(schema.Columns.Select(column => $", {prefix}{SqlName.Quote(column.Name)}"))}";

    public static Query Rows(InventorySchema schema, InventoryQuery query)
    {
        var (where, values) = Where(schema, query);
        var from = $"FROM {schema.Table}{schema.ByKey} {where}";
        var order = Order(schema, query, isReversed: false);

        return query.Take is null && query.Skip <= 0
            ? new($"SELECT {Columns(schema)} {from} {order}", values)
            : new(Late(schema, from, order, query.Take ?? -1, query.Skip), values);
    }

    /// <summary>Rows that lie far behind the first, in the opposite order: found from the end, they are as quick to find as the first ones.</summary>
    /// <param name="schema">The table.</param>
    /// <param name="query">Which rows.</param>
    /// <param name="total">How many rows fit the query in all.</param>
    public static Query RowsFromEnd(InventorySchema schema, InventoryQuery query, long total)
    {
        var (where, values) = Where(schema, query);
        var take = Math.Clamp(total - query.Skip, 0, query.Take ?? long.MaxValue);

        return new(
            Late(schema, $"FROM {schema.Table}{schema.ByKey} {where}", Order(schema, query, isReversed: true), take, total - query.Skip - take),
            values);
    }

    public static Query Count(InventorySchema schema, InventoryQuery query)
    {
        var (where, values) = Where(schema, query);

        return new($"SELECT count(*) FROM {schema.Table}{schema.ByKey} {where}", values);
    }

    /// <summary>From where, and which: the versions of rows in which a column of texts has a value. As of a run only with <see cref="InventoryTables.ValidAtRun"/> behind it.</summary>
    /// <param name="schema">The table.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="value">The value.</param>
    public static Query Naming(InventorySchema schema, string column, string value)
    {
        var isKey = schema.Columns.Any(known => known.Name == column && known is { IsKey: true, Type: ColumnType.Text });

        // No index is by value. One that is in the key is found in the index by key, read from end to end, and the table is asked for what was found there alone.
        return isKey
            ? new(
                $"FROM {schema.Table}{schema.ByKey} WHERE connector_id = @connector AND {schema.Dialect.Position("row_key", "@part")} > 0 AND {SqlName.Quote(column)} = @value",
                [("@part", Encoding.UTF8.GetString(RowKeyPart.Of(value))), ("@value", value)])
            : new($"FROM {schema.Table}{schema.Dialect.ByNone} WHERE connector_id = @connector AND {SqlName.Quote(column)} = @value", [("@value", value)]);
    }

    /// <summary>The column of a name.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>.</exception>
    public static InventoryColumn Column(InventorySchema schema, string name) =>
        schema.Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new HostException(
            HostProblem.Usage,
            $"The stream {schema.Description.Id} has no column '{name}'.",
            $"It has: {string.Join(", ", schema.Columns.Select(column => column.Name))}.");

    // Rows are read whole only when their place is known: what is skipped or sorted away costs no more than what decides about it.
    private static string Late(InventorySchema schema, string from, string order, long take, long skip) => string.Create(
        CultureInfo.InvariantCulture, $"SELECT {Columns(schema)} FROM {schema.Table} WHERE {schema.Dialect.RowId} IN (SELECT {schema.Dialect.RowId} {from} {order}{(take < 0 ? "" : $" LIMIT {take}")} OFFSET {Math.Max(0, skip)}) {order}");

    private static string Order(InventorySchema schema, InventoryQuery query, bool isReversed)
    {
        var direction = query.IsDescending != isReversed ? " DESC" : "";

        return query.SortBy is { } sort ? $"ORDER BY {Sortable(Column(schema, sort))}{direction} NULLS {(direction.Length == 0 ? "FIRST" : "LAST")}, row_key{(isReversed ? " DESC" : "")}" : $"ORDER BY row_key{direction}";
    }

    private static (string Sql, List<(string Name, object? Value)> Values) Where(InventorySchema schema, InventoryQuery query)
    {
        StringBuilder sql = new($"WHERE connector_id = @connector AND {InventoryTables.ValidAtRun}");
        List<(string, object?)> values = [];

        foreach (var filter in query.Filters)
        {
            var name = $"@filter{values.Count}";
            var column = Column(schema, filter.Column);
            var quoted = SqlName.Quote(column.Name);

            if (filter.Operator is InventoryOperator.IsNull or InventoryOperator.IsNotNull)
            {
                sql.Append(CultureInfo.InvariantCulture, $" AND {quoted} {(filter.Operator is InventoryOperator.IsNull ? "IS NULL" : "IS NOT NULL")}");

                continue;
            }

            if (filter.Operator is InventoryOperator.Contains)
            {
                sql.Append(CultureInfo.InvariantCulture, $" AND {quoted} {schema.Dialect.Like} {name} ESCAPE '\\'");
                values.Add((name, Pattern(filter.Value)));

                continue;
            }

            sql.Append(CultureInfo.InvariantCulture, $" AND {Sortable(column)} {Sign(filter.Operator)} {(column.Type is ColumnType.Decimal ? $"CAST({name} AS DOUBLE PRECISION)" : name)}");
            values.Add((name, Value(column, filter.Value)));
        }

        if (!string.IsNullOrEmpty(query.Search))
        {
            var texts = schema.Columns.Where(column => column.Type is ColumnType.Text or ColumnType.Json).Select(column => SqlName.Quote(column.Name)).Prepend("row_key");
            sql.Append(CultureInfo.InvariantCulture, $" AND ({string.Join(" OR ", texts.Select(text => $"{text} {schema.Dialect.Like} @search ESCAPE '\\'"))})");
            values.Add(("@search", Pattern(query.Search)));
        }

        return (sql.ToString(), values);
    }

    /// <summary>The column in a form that sorts as its values: decimals are kept as text, so that they stay exact.</summary>
    private static string Sortable(InventoryColumn column) =>
        column.Type is ColumnType.Decimal ? $"CAST({SqlName.Quote(column.Name)} AS DOUBLE PRECISION)" : SqlName.Quote(column.Name);

    /// <summary>What <c>LIKE … ESCAPE '\'</c> finds a text in.</summary>
    public static string Pattern(string part) => $"%{part.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";

    private static string Sign(InventoryOperator comparison) => comparison switch
    {
        InventoryOperator.Equal => "=",
        InventoryOperator.NotEqual => "IS DISTINCT FROM",
        InventoryOperator.Less => "<",
        InventoryOperator.LessOrEqual => "<=",
        InventoryOperator.Greater => ">",
        InventoryOperator.GreaterOrEqual => ">=",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "It takes no value."),
    };

    private static object Value(InventoryColumn column, string text)
    {
        switch (column.Type)
        {
            case ColumnType.Int64 when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                return number;
            case ColumnType.Decimal when decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number):
                return number.ToString(CultureInfo.InvariantCulture);
            case ColumnType.Boolean when bool.TryParse(text, out var value):
                return value ? 1L : 0L;
            case ColumnType.Boolean when text is "0" or "1":
                return text == "1" ? 1L : 0L;
            case ColumnType.Timestamp when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment):
                return UtcText.Of(moment);
            case ColumnType.Text or ColumnType.Json:
                return text;
            default:
                var wanted = column.Type switch
                {
                    ColumnType.Boolean => "true or false",
                    ColumnType.Timestamp => "a moment such as 2026-03-01 or 2026-03-01T08:00:00Z",
                    ColumnType.Int64 => "a whole number",
                    _ => "a number with a point",
                };

                throw new HostException(HostProblem.Usage, $"'{text}' cannot be compared with the column {column.Name}.", $"Write {wanted}.");
        }
    }

    /// <summary>A query and the values of its parameters.</summary>
    public sealed record Query(string Text, IReadOnlyList<(string Name, object? Value)> Values);
}
