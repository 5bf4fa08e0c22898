using Host.Sample.Database;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Inventory;

/// <summary>A stream of a connector as of a run.</summary>
public sealed record InventoryStream
{
    /// <summary>The stream as the plugin describes it, its columns included.</summary>
    public required StreamDescription Description { get; init; }

    /// <summary>The table, for those who read the store by SQL.</summary>
    public required string Table { get; init; }

    /// <summary>Rows as of the run.</summary>
    public required long Rows { get; init; }

    /// <summary>How the stream ended in the run; null when the run did not collect it.</summary>
    public StreamState? State { get; init; }

    /// <summary>The last run up to this one that really brought rows; older than the run when the rows were kept. Null: none did.</summary>
    public long? CollectedInRun { get; init; }

    /// <summary>When that run collected the stream.</summary>
    public DateTimeOffset? CollectedAt { get; init; }

    /// <summary>Why the stream is not complete.</summary>
    public string? Message { get; init; }

    public string? Fix { get; init; }
}
