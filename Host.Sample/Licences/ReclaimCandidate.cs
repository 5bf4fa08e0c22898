namespace Host.Sample.Licences;

/// <summary>A seat that could be taken back.</summary>
public sealed record ReclaimCandidate
{
    public required AccountPosition Position { get; init; }

    public required Confidence Confidence { get; init; }

    /// <summary>Why, in words: use, confidence, saving; a sentence or two each.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    public required ReclaimClass Class { get; init; }

    /// <summary>What is saved: 0, the credit, or the price a period; null when the terms do not tell.</summary>
    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    /// <summary>From which day on it is saved: today, or the renewal; null when the renewal is not known.</summary>
    public DateOnly? From { get; init; }

    /// <summary>For a credit: the day by which the service stops charging by itself if the seat stays unused.</summary>
    public DateOnly? StopsByItself { get; init; }

    /// <summary>For a credit: the part of it that leaving the seat alone would not bring as well.</summary>
    public decimal? AmountOverWaiting { get; init; }
}
