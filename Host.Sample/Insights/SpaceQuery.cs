using Host.Sample.Inventory;

namespace Host.Sample.Insights;

/// <summary>Which spaces in use are wanted.</summary>
public sealed record SpaceQuery
{
    public AsOf AsOf { get; init; }

    /// <summary>By how the owner stands; empty: all.</summary>
    public IReadOnlyList<OwnerState> Owners { get; init; } = [];

    /// <summary>By traffic; empty: all.</summary>
    public IReadOnlyList<TrafficState> Traffic { get; init; } = [];

    public int Skip { get; init; }

    public required int Take { get; init; }
}

/// <summary>Some spaces.</summary>
/// <param name="Connector">Whose.</param>
/// <param name="RunId">As of which run.</param>
/// <param name="StreamId">The stream that they come from.</param>
/// <param name="Stream">The same, by its name for people.</param>
/// <param name="WhyOwnersUnknown">Why owners cannot be told; null when they can.</param>
/// <param name="WhyTrafficUnknown">Why quiet spaces cannot be told; null when they can.</param>
/// <param name="Total">Spaces that fit the question, over all pages.</param>
/// <param name="Spaces">Those of this page, by key.</param>
public sealed record SpacePage(string Connector, long RunId, string StreamId, string Stream, string? WhyOwnersUnknown, string? WhyTrafficUnknown, long Total, IReadOnlyList<SpaceRow> Spaces);

/// <summary>A space.</summary>
/// <param name="Key">The row's key in its stream.</param>
/// <param name="Name">Its name; null: not told.</param>
/// <param name="Members">How many members; null: not told.</param>
/// <param name="OwnerId">The account that answers for it.</param>
/// <param name="OwnerName">That account's name.</param>
/// <param name="Owner">How that account stands.</param>
/// <param name="Traffic">When something last happened.</param>
/// <param name="LastAt">The last thing known.</param>
public sealed record SpaceRow(string Key, string? Name, long? Members, string? OwnerId, string? OwnerName, OwnerState Owner, TrafficState Traffic, DateTimeOffset? LastAt);
