using Host.Sample.Database;
using Host.Sample.Licences;
using Host.Sample.Runs.Trend;

namespace Host.Sample.Insights;

/// <summary>What an analyst sees first of a connector's inventory, as of a run.</summary>
public sealed record Dashboard
{
    public required string Connector { get; init; }

    public required int ConnectorId { get; init; }

    public required long RunId { get; init; }

    /// <summary>The moment that ages are counted from: when the run began.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>What the run proves.</summary>
    public required RunVerdict Verdict { get; init; }

    public string? Tenant { get; init; }

    /// <summary>Counts of rows; null while they are worked out, or when <see cref="InventoryProblem"/> says why they cannot be.</summary>
    public InventoryFigures? Inventory { get; init; }

    public string? InventoryProblem { get; init; }

    /// <summary>Counts of positions and of what could be taken back; null while they are worked out, or when <see cref="LicencesProblem"/> says why they cannot be.</summary>
    public LicenceCounts? Licences { get; init; }

    public string? LicencesProblem { get; init; }

    /// <summary>Whether something is being worked out: look again in a moment.</summary>
    public bool IsBeingWorkedOut => (Inventory is null && InventoryProblem is null) || (Licences is null && LicencesProblem is null);

    /// <summary>Applications whose permissions reach far.</summary>
    public required AppRisks Apps { get; init; }

    /// <summary>Accounts and seats of the last published runs up to this one, the first one first.</summary>
    public required IReadOnlyList<TrendPoint> Trend { get; init; }

    /// <summary>Streams of the run that are not complete, so that nobody takes the figures for more than they are.</summary>
    public required IReadOnlyList<SummaryGap> Gaps { get; init; }

    /// <summary>Differs when a look would show something else.</summary>
    public required string Stamp { get; init; }
}
