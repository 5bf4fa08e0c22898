namespace Plugin.Abstractions.Collection;

/// <summary>A page of rows together with what it cost, where to go on after it, and, on the last page, how the stream ended.</summary>
public abstract class StreamPage
{
    /// <summary>How many rows the page holds; may be 0.</summary>
    public abstract int RowCount { get; }

    /// <summary>Where to go on after this page. Required on every page but the last.</summary>
    public Checkpoint? Next { get; init; }

    /// <summary>Set on the last page only.</summary>
    public StreamEnd? End { get; init; }

    /// <summary>What this page cost and what was left out of it.</summary>
    public required PageEvidence Evidence { get; init; }

    /// <summary>Whether the stream began anew with this page, because it could not go on: the host forgets the rows of this run's earlier pages.</summary>
    public bool StartsOver { get; init; }

    /// <summary>For <see cref="StreamMode.PartedSnapshot"/>: the parts (values of <see cref="StreamDescription.PartColumn"/>) of which this page brings the last rows, all others
    /// having come on this run's earlier pages. A part without rows may be named too: then nothing of it is left.</summary>
    public IReadOnlyList<string> Covered { get; init; } = [];

    /// <summary>Writes the fields of one row.</summary>
    /// <param name="index">The row, from 0.</param>
    /// <param name="writer">Where the fields go.</param>
    public abstract void WriteRow(int index, IFieldWriter writer);
}
