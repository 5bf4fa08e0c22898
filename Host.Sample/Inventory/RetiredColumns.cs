using Plugin.Abstractions.Collection;

namespace Host.Sample.Inventory;

/// <summary>Columns that a plugin no longer brings. What is stored in them stays readable.</summary>
internal static class RetiredColumns
{
    private const string As = "_as_";
    private const string Word = "No longer collected. ";

    public static bool IsRetired(this ColumnDescription column) => column.Meaning.Description.StartsWith(Word, StringComparison.Ordinal);

    /// <summary>The name under which a column is kept whose values go on under another type.</summary>
    public static string Kept(string column, ColumnType type) => $"{column}{As}{type.ToString().ToLowerInvariant()}";

    /// <summary>The column whose former values a column keeps (<see cref="Kept"/>); null: it keeps none.</summary>
    public static string? KeptAs(string column, IReadOnlyList<string> all) => all.FirstOrDefault(other =>
        column.StartsWith(other + As, StringComparison.Ordinal) && Enum.GetValues<ColumnType>().Any(type => column == Kept(other, type) || column.StartsWith(Kept(other, type) + "_", StringComparison.Ordinal)));

    /// <summary>The stream with the columns that it had before behind its own; they identify nothing and mean nothing to insights any more.</summary>
    public static StreamDescription With(StreamDescription stream, StreamDescription before) => stream with
    {
        Columns = [.. stream.Columns, .. before.Columns.Where(column => !stream.Columns.Any(own => own.Name == column.Name)).Select(Retire)],
    };

    public static ColumnDescription Retire(ColumnDescription column) => column.IsRetired() ? column : column with
    {
        Meaning = column.Meaning with { Description = Word + column.Meaning.Description, IsKey = false, Semantic = ColumnSemantic.None },
    };
}
