namespace Plugin.Abstractions.Collection;

/// <summary>A stream's description together with the way its records become fields. Immutable; safe to share.</summary>
/// <typeparam name="TRecord">The plugin's own type of a record.</typeparam>
public sealed class StreamDefinition<TRecord>
{
    private readonly Action<TRecord, IFieldWriter>[] _columns;

    internal StreamDefinition(StreamDescription description, Action<TRecord, IFieldWriter>[] columns)
    {
        Description = description;
        _columns = columns;
    }

    /// <summary>The stream, as data.</summary>
    public StreamDescription Description { get; }

    /// <summary>Writes a record's fields, one call a column, in their order.</summary>
    /// <param name="record">The record.</param>
    /// <param name="writer">Where the fields go.</param>
    public void Write(TRecord record, IFieldWriter writer)
    {
        foreach (var column in _columns)
        {
            column(record, writer);
        }
    }
}
