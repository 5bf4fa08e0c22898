namespace Host.Sample.Inventory;

/// <summary>Which rows of a stream are wanted, and in which order.</summary>
public sealed record InventoryQuery
{
    /// <summary>As of when; by default as of the connector's published run.</summary>
    public AsOf AsOf { get; init; }

    /// <summary>Conditions, all of which must hold.</summary>
    public IReadOnlyList<InventoryFilter> Filters { get; init; } = [];

    /// <summary>A text that some text column must contain, ignoring the case of A to Z; null: any.</summary>
    public string? Search { get; init; }

    /// <summary>The column to sort by; null: the row's key.</summary>
    public string? SortBy { get; init; }

    public bool IsDescending { get; init; }

    /// <summary>How many rows to leave out at the beginning.</summary>
    public int Skip { get; init; }

    /// <summary>How many rows at most; null: all.</summary>
    public int? Take { get; init; }
}
