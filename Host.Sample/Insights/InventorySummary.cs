using Host.Sample.Database;

namespace Host.Sample.Insights;

/// <summary>A connector's inventory at a glance, as of a run. A part that the plugin's columns say nothing about is null: unknown is not zero.</summary>
public sealed record InventorySummary
{
    public required string Connector { get; init; }

    public required long RunId { get; init; }

    /// <summary>The moment that ages are counted from: when the run began.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public string? Tenant { get; init; }

    public AccountFigures? Accounts { get; init; }

    public SeatFigures? Seats { get; init; }

    public ActivityFigures? Activity { get; init; }

    public AppFigures? Apps { get; init; }

    public PlaceFigures? Spaces { get; init; }

    public PlaceFigures? Groups { get; init; }

    /// <summary>Streams of the run that are not complete, so that nobody takes the figures for more than they are.</summary>
    public required IReadOnlyList<SummaryGap> Gaps { get; init; }
}

/// <summary>Accounts of people and machines.</summary>
/// <param name="Stream">The stream that they come from, by its name for people.</param>
/// <param name="Total">All of them.</param>
/// <param name="ByTypeAndStatus">The service's own words, the biggest group first; null where it says nothing.</param>
public sealed record AccountFigures(string Stream, long Total, IReadOnlyList<AccountGroup> ByTypeAndStatus);

/// <summary>Accounts of a type and status.</summary>
public sealed record AccountGroup(string? Type, string? Status, long Count);

/// <summary>Paid seats.</summary>
/// <param name="Stream">The stream that they come from, by its name for people.</param>
/// <param name="Billed">Charged for now.</param>
/// <param name="NotBilled">Not charged for.</param>
/// <param name="Unknown">The service does not say.</param>
public sealed record SeatFigures(string Stream, long Billed, long NotBilled, long Unknown);

/// <summary>Accounts that are not deactivated, by the age of their last sign of use as <see cref="Licences.UseAges"/> has it. Each account is counted once.</summary>
/// <param name="Streams">The streams that show signs of use, by their names for people.</param>
/// <param name="Today">On the day of the run, UTC.</param>
/// <param name="Within7Days">Earlier, at most 7 days before the run.</param>
/// <param name="Within30Days">Earlier, at most 30 days.</param>
/// <param name="Within90Days">Earlier, at most 90 days.</param>
/// <param name="Older">Earlier still.</param>
/// <param name="NoEvidence">No sign was found. That is not the same as inactive: the service may not record it, or not so far back.</param>
/// <param name="Earliest">From when on the streams would have shown one; before it nothing can be said. Null: nobody knows.</param>
public sealed record ActivityFigures(
    IReadOnlyList<string> Streams, long Today, long Within7Days, long Within30Days, long Within90Days, long Older, long NoEvidence, DateTimeOffset? Earliest);

/// <summary>Applications, as far as the record of their changes tells.</summary>
/// <param name="Stream">The stream that they come from, by its name for people.</param>
/// <param name="Installed">Those in use.</param>
/// <param name="Disabled">Those that are there and switched off.</param>
/// <param name="Apps">Both, by id; not more than a thousand.</param>
public sealed record AppFigures(string Stream, long Installed, long Disabled, IReadOnlyList<AppNow> Apps);

/// <summary>An application that is there now.</summary>
public sealed record AppNow(string AppId, string? Name, bool IsDisabled, DateTimeOffset? ChangedAt);

/// <summary>Spaces or groups.</summary>
/// <param name="Stream">The stream that they come from, by its name for people: the service's own word for them.</param>
/// <param name="Total">All of them.</param>
/// <param name="Retired">Those no longer in use; null where the service does not say.</param>
/// <param name="Members">Memberships of those in use, added up; null where the service does not say.</param>
public sealed record PlaceFigures(string Stream, long Total, long? Retired, long? Members);

/// <summary>A stream that is not complete.</summary>
public sealed record SummaryGap(string StreamId, StreamState State, string? Message, string? Fix);
