using Host.Sample.Runs.Guard;

namespace Host.Sample.Insights;

/// <summary>A held run beside the run that readers see.</summary>
public sealed record HeldComparison
{
    public required long RunId { get; init; }

    /// <summary>The run that readers see.</summary>
    public required long PublishedRunId { get; init; }

    /// <summary>The connector's number and name.</summary>
    public required int ConnectorId { get; init; }

    public required string Connector { get; init; }

    /// <summary>Accounts and seats, as far as the connector's columns tell them, then the rows of each stream in the order of the catalogue.</summary>
    public required IReadOnlyList<HeldFigure> Figures { get; init; }

    /// <summary>What accepting would change, by stream.</summary>
    public required IReadOnlyList<StreamChanges> Streams { get; init; }
}

/// <summary>A number of both runs.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="StreamId">The stream whose rows are counted; null for accounts and seats.</param>
/// <param name="Published">In the run that readers see; null: not told, or the stream was not collected.</param>
/// <param name="Held">In the held run; likewise.</param>
/// <param name="Findings">What the change guard found about it; empty: it did not trip.</param>
public sealed record HeldFigure(string Name, string? StreamId, long? Published, long? Held, IReadOnlyList<GuardFinding> Findings)
{
    /// <summary>The held number less the published one.</summary>
    public long? Difference => Held - Published;

    /// <summary>The difference in percent of the published number; null where that is none or 0.</summary>
    public decimal? Percent => Published is > 0 ? Difference * 100m / Published : null;
}
