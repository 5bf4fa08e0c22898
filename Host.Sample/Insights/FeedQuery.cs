namespace Host.Sample.Insights;

/// <summary>Which events of a feed are wanted.</summary>
public sealed record FeedQuery
{
    /// <summary>Kinds, or what they begin with (<c>account</c>); none: all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Streams by their ids; none: all.</summary>
    public IReadOnlyList<string> Streams { get; init; } = [];

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

    private static bool Is(string kind, string wanted) => kind == wanted || (kind.Length > wanted.Length && kind[wanted.Length] == '.' && kind.StartsWith(wanted, StringComparison.Ordinal));
}
