using Host.Sample.Inventory;

namespace Host.Sample.Insights;

/// <summary>What the inventory has of one account as of a run.</summary>
public sealed record AccountRecord
{
    public required string Connector { get; init; }

    public required long RunId { get; init; }

    public required string AccountId { get; init; }

    public required AccountPresence Presence { get; init; }

    /// <summary>The name under which people know it; null: it has none, or none is kept.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The run in which it was not there any more; null while it is, or when it never was.</summary>
    public long? GoneInRun { get; init; }

    /// <summary>When that run began.</summary>
    public DateTimeOffset? GoneAt { get; init; }

    /// <summary>When it was erased on request; null: it was not.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>Its rows in the streams about it, without memberships and signs of use: as of the run, or of one that is gone the last ones.</summary>
    public required IReadOnlyList<AccountRow> Rows { get; init; }
}

/// <summary>Whether an account is there.</summary>
public enum AccountPresence
{
    /// <summary>Nothing was ever stored of such an account.</summary>
    Unknown,

    /// <summary>It is in the inventory as of the run.</summary>
    Present,

    /// <summary>It was in the inventory of a run before.</summary>
    Gone,

    /// <summary>It was erased on request: nothing is kept of it, and nothing will be stored.</summary>
    Erased,
}

/// <summary>A row about an account.</summary>
/// <param name="Schema">The stream's table.</param>
/// <param name="Row">The row, values in the order of the stream's columns.</param>
public sealed record AccountRow(InventorySchema Schema, InventoryRow Row);
