namespace Host.Sample.Insights;

/// <summary>Groups of accounts.</summary>
/// <param name="Stream">The stream that they come from, by its name for people.</param>
/// <param name="InUse">Those that are not retired.</param>
/// <param name="Retired">Those no longer in use; null where the service does not say.</param>
/// <param name="Sizes">Groups in use by how many members they have, all steps; empty when nothing tells it.</param>
/// <param name="Unknown">Groups in use whose members are not known.</param>
/// <param name="WhyUnknown">Why; null when all are known.</param>
public sealed record GroupFigures(string Stream, long InUse, long? Retired, IReadOnlyList<GroupSize> Sizes, long Unknown, string? WhyUnknown);

/// <summary>Groups of a size.</summary>
/// <param name="Least">The fewest members.</param>
/// <param name="Most">The most; null: any number.</param>
/// <param name="Count">How many groups.</param>
public sealed record GroupSize(int Least, int? Most, long Count);
