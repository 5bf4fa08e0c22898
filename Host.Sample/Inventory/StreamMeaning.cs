using Host.Sample.Database;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Inventory;

/// <summary>A table's columns by what they mean.</summary>
internal sealed class StreamMeaning(InventorySchema schema)
{
    public StreamDescription Description => schema.Description;

    public string Id => schema.Description.Id;

    public string ByKey => schema.ByKey;

    public SqlDialect Dialect => schema.Dialect;

    public StreamSubject Subject => schema.Description.Subject;

    public string Table => schema.Table;

    public string Name => schema.Description.Name;

    /// <summary>The name of the first column with the meaning; null when there is none.</summary>
    public string? NameOf(ColumnSemantic semantic) => schema.Description.Columns.FirstOrDefault(column => column.Meaning.Semantic == semantic)?.Name;

    /// <summary>The first column with the meaning, quoted; <c>NULL</c> when there is none.</summary>
    public string this[ColumnSemantic semantic] => NameOf(semantic) is { } column ? SqlName.Quote(column) : "NULL";

    /// <summary>As the indexer, with the table's name, for queries over several tables.</summary>
    public string Column(ColumnSemantic semantic) => this[semantic] is var column && column == "NULL" ? column : $"{Table}.{column}";

    public bool Has(params ColumnSemantic[] semantics) => semantics.All(semantic => schema.Description.Columns.Any(column => column.Meaning.Semantic == semantic));
}
