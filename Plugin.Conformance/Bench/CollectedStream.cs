using System.Globalization;
using Plugin.Abstractions.Collection;

namespace Plugin.Conformance.Bench;

/// <summary>A stream as it was read.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Pages">Its pages.</param>
public sealed record CollectedStream(StreamDescription Stream, IReadOnlyList<CollectedPage> Pages)
{
    /// <summary>How the stream ended.</summary>
    public StreamEnd End => Pages[^1].End ?? throw new InvalidOperationException($"The last page of '{Stream.Id}' has no end.");

    /// <summary>The rows that count: those since the stream last started over.</summary>
    public IEnumerable<IReadOnlyList<object?>> Rows => Pages.Skip(Math.Max(0, LastStart())).SelectMany(page => page.Rows);

    /// <summary>The rows as text, good for comparing.</summary>
    public IReadOnlyList<string> RowTexts => [.. Rows.Select(ToText)];

    /// <summary>A row as text.</summary>
    /// <param name="row">The row's values.</param>
    /// <returns>The values, invariant, with bars between them.</returns>
    public static string ToText(IReadOnlyList<object?> row) => string.Join(
        " | ", row.Select(value => value is DateTimeOffset moment ? moment.ToString("O", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "(null)"));

    private int LastStart()
    {
        var index = Pages.Count - 1;

        while (index > 0 && !Pages[index].StartsOver)
        {
            index--;
        }

        return index;
    }
}
