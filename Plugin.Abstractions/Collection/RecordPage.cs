namespace Plugin.Abstractions.Collection;

/// <summary>A page of a plugin's own records.</summary>
/// <typeparam name="TRecord">The type of a record.</typeparam>
/// <param name="definition">How a record becomes fields.</param>
/// <param name="records">The page's records; kept only while the page is.</param>
public sealed class RecordPage<TRecord>(StreamDefinition<TRecord> definition, IReadOnlyList<TRecord> records) : StreamPage
{
    /// <inheritdoc/>
    public override int RowCount => records.Count;

    /// <inheritdoc/>
    public override void WriteRow(int index, IFieldWriter writer) => definition.Write(records[index], writer);
}
