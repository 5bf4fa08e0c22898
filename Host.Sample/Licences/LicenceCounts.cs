namespace Host.Sample.Licences;

/// <summary>What the positions of all accounts come to: numbers only, nobody is named.</summary>
public sealed record LicenceCounts
{
    /// <summary>The moment that ages and amounts are counted from: when the run began.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public required int IdleDays { get; init; }

    public required long Accounts { get; init; }

    /// <summary>Accounts by what is known of charge and use; without those that nobody is in.</summary>
    public required IReadOnlyList<SeatCount> Seats { get; init; }

    /// <summary>The stream that tells which seats are charged for, by its name for people; null: none does.</summary>
    public string? SeatsFrom { get; init; }

    /// <summary>Accounts that are not deactivated, by the age of their last sign of use; all ages.</summary>
    public required IReadOnlyDictionary<UseAge, long> Ages { get; init; }

    /// <summary>The streams that show signs of use, by their names for people.</summary>
    public required IReadOnlyList<string> Signs { get; init; }

    /// <summary>Before it no sign of use could be known; null when none of the streams covers any time.</summary>
    public DateTimeOffset? SignsFrom { get; init; }

    /// <summary>Why some cannot be told to be idle or not; null when all that is needed was looked at.</summary>
    public string? WhyUnknown { get; init; }

    /// <summary>What could be taken back, in all three classes.</summary>
    public required IReadOnlyList<ReclaimTotal> Reclaim { get; init; }

    /// <summary>Accounts that are no candidates, by reason.</summary>
    public required IReadOnlyDictionary<NotCandidateReason, long> NotCandidates { get; init; }

    /// <summary>What a reader should know before believing the amounts.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>The terms that the amounts follow from.</summary>
    public required SeatTerms Terms { get; init; }

    /// <summary>Accounts of some charge and status.</summary>
    public long Count(BilledNow billed, params IReadOnlyCollection<LicenceStatus> statuses) =>
        Seats.Where(seat => seat.Billed == billed && (statuses.Count == 0 || statuses.Contains(seat.Status))).Sum(seat => seat.Count);
}

/// <summary>Accounts of a charge and status.</summary>
public sealed record SeatCount(BilledNow Billed, LicenceStatus Status, long Count);
