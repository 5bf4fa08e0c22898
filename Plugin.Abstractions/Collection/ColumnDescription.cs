namespace Plugin.Abstractions.Collection;

/// <summary>A column, as data.</summary>
/// <param name="Name">Its name in the store: lower case, digits, underscores, a letter first, at most 60 characters; unique in the stream ignoring case.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Meaning">What they mean.</param>
public sealed record ColumnDescription(string Name, ColumnType Type, ColumnMeaning Meaning);
