using Host.Sample.Database;

namespace Host.Sample.Licences;

/// <summary>What could be taken back, and what that really saves.</summary>
public sealed record ReclaimReport
{
    public required string Connector { get; init; }

    public required long RunId { get; init; }

    /// <summary>The moment that ages and amounts are counted from: when the run began.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>What the run proves.</summary>
    public required RunVerdict Verdict { get; init; }

    /// <summary>Why the run does not prove all of its inventory, a sentence each; empty when it does.</summary>
    public required IReadOnlyList<string> VerdictReasons { get; init; }

    public required int IdleDays { get; init; }

    public required SeatTerms Terms { get; init; }

    /// <summary>Accounts looked at: candidates and others.</summary>
    public required long Accounts { get; init; }

    /// <summary>All three classes, also those without a candidate.</summary>
    public required IReadOnlyList<ReclaimTotal> Totals { get; init; }

    public required IReadOnlyDictionary<Confidence, long> ByConfidence { get; init; }

    /// <summary>Seats that are no candidates, by reason; not those of which nothing is known.</summary>
    public required IReadOnlyList<NotCandidates> NotCandidates { get; init; }

    /// <summary>Seats of which nothing is known, and what is to be done to know.</summary>
    public required IReadOnlyList<NotCandidates> Unknown { get; init; }

    /// <summary>What a reader should know before believing the figures.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>Candidates of the classes asked for, over all pages.</summary>
    public required long Total { get; init; }

    public required IReadOnlyList<ReclaimCandidate> Candidates { get; init; }
}
