namespace Plugin.Abstractions.Collection;

/// <summary>A stream, as data: what it holds, how it is read, what it needs.</summary>
public sealed record StreamDescription
{
    /// <summary>Its id: lower case, digits, underscores, a letter first, at most 40 characters. Never changes; tables are named by it.</summary>
    public required string Id { get; init; }

    /// <summary>Its name for people: <c>Group members</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What one row is, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>What its rows mean for the store.</summary>
    public required StreamMode Mode { get; init; }

    /// <summary>For <see cref="StreamMode.PartedSnapshot"/>: the text column of the key whose value says to which part a row belongs; otherwise <see langword="null"/>.</summary>
    public string? PartColumn { get; init; }

    /// <summary>What its rows are about.</summary>
    public StreamSubject Subject { get; init; }

    /// <summary>The service's methods it calls.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>Scopes without which nothing comes.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The plan it needs, in the service's words, or <see langword="null"/> for every plan.</summary>
    public string? Plan { get; init; }

    /// <summary>What the inventory lacks without this stream, in a sentence.</summary>
    public required string LostWithout { get; init; }

    /// <summary>How far back the service itself remembers such rows, or <see langword="null"/> when it does not say or forgets nothing. Bounds what the absence of a row proves.</summary>
    public TimeSpan? LooksBack { get; init; }

    /// <summary>Whether a connector collects it unless told otherwise. Default: yes.</summary>
    public bool IsOnByDefault { get; init; } = true;

    /// <summary>Streams whose rows this one reads back by <see cref="IRunRows"/>; they run before it.</summary>
    public IReadOnlyList<string> ReadsBack { get; init; } = [];

    /// <summary>Columns that name rows of other streams.</summary>
    public IReadOnlyList<StreamReference> References { get; init; } = [];

    /// <summary>Its columns, in the order in which they are written; at least one is a key.</summary>
    public IReadOnlyList<ColumnDescription> Columns { get; init; } = [];
}
