namespace Host.Sample.Insights;

/// <summary>Which events of a feed are wanted.</summary>
public sealed record FeedQuery
{
    /// <summary>Kinds, or what they begin with (<c>account</c>); none: all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Streams by their ids; none: all.</summary>
    public IReadOnlyList<string> Streams { get; init; } = [];

    /// <summary>A text that the row's name or key must contain; null: any.</summary>
    public string? Search { get; init; }

    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: there is no such kind.</exception>
    public void Check()
    {
        if (Kinds.FirstOrDefault(wanted => !FeedKind.All.Any(kind => Is(kind.Name, wanted))) is { } unknown)
        {
            throw new HostException(
                HostProblem.Usage,
                $"There is no kind of event '{unknown}'.",
                $"There are: {string.Join(", ", FeedKind.All.Select(kind => kind.Name))}; or what they begin with, such as 'account'.");
        }
    }

    public bool Wants(string kind) => Kinds.Count == 0 || Kinds.Any(wanted => Is(kind, wanted));

    /// <summary>Whether a row is one of those searched for.</summary>
    public bool Fits(RowChange change) => string.IsNullOrEmpty(Search) || Has(change.Name) || Has(change.Key);

    private bool Has(string? text) => text?.Contains(Search!, StringComparison.OrdinalIgnoreCase) is true;

    private static bool Is(string kind, string wanted) => kind == wanted || (kind.Length > wanted.Length && kind[wanted.Length] == '.' && kind.StartsWith(wanted, StringComparison.Ordinal));
}
