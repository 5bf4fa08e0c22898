namespace Plugin.Abstractions;

/// <summary>How a service charges for seats: what decides whether taking one back saves anything.</summary>
public sealed record SeatRules
{
    /// <summary>How long after the last use a seat is no longer charged for, where the service bills by use; <see langword="null"/>: unused seats are charged for like used ones.
    /// A seat that is charged for so proves use within that time.</summary>
    public TimeSpan? UnchargedAfter { get; init; }

    /// <summary>Kinds of account (values of <see cref="Collection.ColumnSemantic.AccountType"/>) that are free of charge anyway, each with the reason in a sentence.</summary>
    public IReadOnlyDictionary<string, string> FreeAccountTypes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether a charged seat that is taken back within the term is credited for the rest of it; otherwise it is paid for until the renewal.</summary>
    public bool IsCreditedWithinTerm { get; init; }

    /// <summary>Under what circumstances these rules hold, in a sentence: <c>plans bought on the web site; contracts may say otherwise</c>.</summary>
    public required string AppliesTo { get; init; }

    /// <summary>Where the service says so, or <see langword="null"/>.</summary>
    public Uri? Source { get; init; }
}
