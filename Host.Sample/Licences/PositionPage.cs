namespace Host.Sample.Licences;

/// <summary>Some positions, and what holds for all of them.</summary>
public sealed record PositionPage
{
    public required string Connector { get; init; }

    public required long RunId { get; init; }

    /// <summary>The moment that ages are counted from: when the run began.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public required int IdleDays { get; init; }

    /// <summary>How many accounts have each status, whatever was asked for.</summary>
    public required IReadOnlyDictionary<LicenceStatus, long> Counts { get; init; }

    /// <summary>How many accounts are of each kind, whatever was asked for; those of no kind that is known are left out.</summary>
    public required IReadOnlyDictionary<string, long> Types { get; init; }

    /// <summary>The streams that show signs of use, each with the time that it covers.</summary>
    public required IReadOnlyList<SignalSource> Sources { get; init; }

    /// <summary>Why some cannot be told to be idle or not; null when all that is needed was looked at.</summary>
    public string? WhyUnknown { get; init; }

    /// <summary>Positions that fit the question, over all pages.</summary>
    public required long Total { get; init; }

    public required IReadOnlyList<AccountPosition> Positions { get; init; }
}
