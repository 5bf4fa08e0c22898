using Host.Sample.Database;

namespace Host.Sample.Runs.Proof;

/// <summary>A run's certificate held against the store.</summary>
public sealed record VerificationReport
{
    public required long RunId { get; init; }

    public required VerificationOutcome Outcome { get; init; }

    /// <summary>The outcome in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>The verdict as it was certified.</summary>
    public required RunVerdict Verdict { get; init; }

    /// <summary>The certificate's latest revision, when it was sealed and why.</summary>
    public required CertificateRevision Revision { get; init; }

    /// <summary>The key that it is sealed with.</summary>
    public required string KeyId { get; init; }

    /// <summary>What was altered, each in a sentence; empty unless broken.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>What is worth knowing and no fault.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<StreamVerification> Streams { get; init; }
}
