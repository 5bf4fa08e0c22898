namespace Plugin.Slack.Collection;

/// <summary>The span of time whose files are being listed, and what is needed to go on beyond its hundredth page.</summary>
internal sealed record FileWindow
{
    private const int LongestEdge = 500;

    /// <summary>The earliest moment asked for, in seconds since 1970, or <see langword="null"/> for the beginning.</summary>
    public long? From { get; init; }

    /// <summary>The latest moment asked for, inclusive.</summary>
    public required long To { get; init; }

    /// <summary>The earliest moment met.</summary>
    public long? Oldest { get; init; }

    /// <summary>Ids met at <see cref="Oldest"/>: they come again when the next span ends there. What does not fit comes twice, which a store takes as one.</summary>
    public IReadOnlyList<string> Edge { get; init; } = [];

    /// <summary>A hash of the ids of the span's first page, by which it is known when it comes again.</summary>
    public string? FirstPage { get; init; }

    /// <summary>How many files Slack counted in the span on its latest page.</summary>
    public long? Total { get; init; }

    /// <summary>How many files Slack counted when the stream began.</summary>
    public long? FirstTotal { get; init; }

    /// <summary>How often a page was asked for again because files had been deleted meanwhile.</summary>
    public int StepsBack { get; init; }

    /// <summary>The span after one more file was met.</summary>
    /// <param name="id">The file.</param>
    /// <param name="created">When it was made.</param>
    /// <returns>The span.</returns>
    public FileWindow After(string id, long? created) =>
        created is not { } at || at > Oldest ? this
        : at != Oldest ? this with { Oldest = at, Edge = [id] }
        : Edge.Count < LongestEdge ? this with { Edge = [.. Edge, id] }
        : this;
}
