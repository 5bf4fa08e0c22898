using Plugin.Abstractions.Collection;

namespace Host.Sample.Insights;

/// <summary>One thing that happened to a row between two runs. A row whose columns changed in several ways gives several events, each column in one of them.</summary>
public sealed record FeedEvent
{
    /// <summary>What: one of <see cref="FeedKind.All"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is to the row.</summary>
    public required RowChangeKind Change { get; init; }

    public required string StreamId { get; init; }

    public required string Key { get; init; }

    /// <summary>The name of the row, or of the account that it is about; null where there is none.</summary>
    public string? Name { get; init; }

    /// <summary>The account that the row is or is about; null where there is none.</summary>
    public string? AccountId { get; init; }

    /// <summary>As of the earlier run: all columns of a row that is gone, the changed ones of a row that changed; null for a row that came.</summary>
    public IReadOnlyList<FeedValue>? Old { get; init; }

    /// <summary>As of the later run, likewise; null for a row that is gone.</summary>
    public IReadOnlyList<FeedValue>? New { get; init; }

    /// <summary>The run in which it happened; null when it took several, or when versions in between were pruned and it cannot be told.</summary>
    public long? Run { get; init; }

    /// <summary>When that run ended.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether a row that came may have been there all the time, because the earlier run did not have the whole stream.</summary>
    public bool MayBeOlder { get; init; }
}

/// <summary>A column's value.</summary>
public sealed record FeedValue(string Column, ColumnType Type, object? Value);
