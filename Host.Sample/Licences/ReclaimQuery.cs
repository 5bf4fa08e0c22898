using Host.Sample.Inventory;

namespace Host.Sample.Licences;

/// <summary>Which reclaim report is wanted.</summary>
public sealed record ReclaimQuery
{
    public AsOf AsOf { get; init; }

    /// <summary>After how many days without use an account is idle; null: as the terms say.</summary>
    public int? IdleDays { get; init; }

    /// <summary>Candidates of these classes; empty: all. Totals are of all.</summary>
    public IReadOnlyList<ReclaimClass> Classes { get; init; } = [];

    public int Skip { get; init; }

    /// <summary>How many candidates at most; null: all.</summary>
    public int? Take { get; init; }
}
