using Host.Sample.Insights;

namespace Host.Sample.Web.Changes;

/// <summary>Which events a viewer wants to see, as it stands in the page's address.</summary>
/// <param name="Kinds">Kinds, or what they begin with; those that there are not are left out.</param>
/// <param name="Streams">Ids of streams.</param>
/// <param name="Search">A text in names and keys.</param>
public sealed record FeedFilter(IReadOnlyList<string> Kinds, IReadOnlyList<string> Streams, string? Search)
{
    public FeedQuery Query => new() { Kinds = Kinds, Streams = Streams, Search = Search };

    /// <summary>The same for the same events.</summary>
    public string Key => $"{string.Join(' ', Kinds)}|{string.Join(' ', Streams)}|{Search}";

    public static FeedFilter Of(string[]? kinds, string[]? streams, string? search) => new(
        [.. (kinds ?? []).Where(wanted => FeedKind.All.Any(kind => kind.Name == wanted || kind.Name.StartsWith(wanted + ".", StringComparison.Ordinal))).Distinct()],
        [.. (streams ?? []).Where(stream => stream.Length > 0).Distinct()],
        string.IsNullOrWhiteSpace(search) ? null : search);
}
