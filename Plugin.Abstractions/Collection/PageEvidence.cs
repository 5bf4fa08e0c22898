namespace Plugin.Abstractions.Collection;

/// <summary>What a page cost and what came with it. The host adds it up over the run and stores it with the page's rows.</summary>
/// <remarks><see cref="Received"/> = rows on the page + all <see cref="Omitted"/>: the counts add up to what the service sent.</remarks>
public sealed record PageEvidence
{
    /// <summary>Calls made to the service, retries included.</summary>
    public required int Calls { get; init; }

    /// <summary>Calls that repeated a failed one.</summary>
    public int Retries { get; init; }

    /// <summary>Answers by which the service asked for a slower pace.</summary>
    public int Throttled { get; init; }

    /// <summary>Time spent waiting because of pace, throttling or retries, as opposed to working.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Records that the service sent.</summary>
    public required int Received { get; init; }

    /// <summary>Records that were received and are no row, by reason.</summary>
    public IReadOnlyList<OmittedRecords> Omitted { get; init; } = [];

    /// <summary>Anything else that a reader of the evidence should know.</summary>
    public IReadOnlyList<EvidenceNote> Notes { get; init; } = [];
}
