using Plugin.Abstractions.Collection;

namespace Plugin.Conformance.Bench;

/// <summary>A page as a host would keep it.</summary>
/// <param name="Rows">The page's rows, each with one value a column.</param>
/// <param name="Next">Where to go on.</param>
/// <param name="End">The stream's last word.</param>
/// <param name="Evidence">What the page cost.</param>
/// <param name="StartsOver">Whether earlier pages are to be forgotten.</param>
public sealed record CollectedPage(IReadOnlyList<IReadOnlyList<object?>> Rows, Checkpoint? Next, StreamEnd? End, PageEvidence Evidence, bool StartsOver)
{
    /// <summary>The parts that are whole with this page.</summary>
    public IReadOnlyList<string> Covered { get; init; } = [];
}
