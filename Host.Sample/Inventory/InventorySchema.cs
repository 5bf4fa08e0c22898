using Host.Sample.Database;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Inventory;

/// <summary>A stream's table as it is in the store.</summary>
public sealed class InventorySchema
{
    public InventorySchema(StreamDescription description, string tableName, IReadOnlyList<string> storedColumns, SqlDialect dialect)
    {
        Dialect = dialect;
        Description = description;
        Table = SqlName.Quote(tableName);
        ByKey = dialect.By(SqlName.Quote($"{tableName}-key"));
        StoredColumns = storedColumns;

        var positions = storedColumns.Select((name, position) => (name, position)).ToDictionary(stored => stored.name, stored => stored.position);
        Columns = [.. description.Columns.Select(column => new InventoryColumn(column.Name, column.Type, positions[column.Name], column.Meaning.IsKey))];
    }

    public StreamDescription Description { get; }

    /// <summary>The table's name, quoted.</summary>
    public string Table { get; }

    /// <summary>Says, behind the table's name, that the index by key is to be used: it holds everything that comparing needs, so that rows are read only when they are wanted.</summary>
    public string ByKey { get; }

    /// <summary>The SQL of the store that has it.</summary>
    public SqlDialect Dialect { get; }

    /// <summary>The plugin's columns in the order in which it writes them.</summary>
    public IReadOnlyList<InventoryColumn> Columns { get; }

    /// <summary>The plugin's columns in the order of the table, those that the plugin no longer has included.</summary>
    public IReadOnlyList<string> StoredColumns { get; }
}
