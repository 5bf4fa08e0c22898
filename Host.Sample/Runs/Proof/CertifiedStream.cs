using Host.Sample.Database;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;

namespace Host.Sample.Runs.Proof;

/// <summary>What a certificate says of a stream: what was asked, what came, what did not and why.</summary>
public sealed record CertifiedStream
{
    public required string Id { get; init; }

    public required StreamState State { get; init; }

    /// <summary>Whether the service's end was reached.</summary>
    public required bool IsEndReached { get; init; }

    public FailureReason? Reason { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public string? Fix { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required int Calls { get; init; }

    public required int Retries { get; init; }

    public required int Throttled { get; init; }

    public required long WaitedMilliseconds { get; init; }

    public required int Pages { get; init; }

    public required long Received { get; init; }

    public required long Staged { get; init; }

    public required long Repeated { get; init; }

    public required IReadOnlyList<OmittedRecords> Omitted { get; init; }

    public required IReadOnlyList<EvidenceNote> Notes { get; init; }

    /// <summary>Codes of limits that kept something from coming.</summary>
    public required IReadOnlyList<string> CapsMet { get; init; }

    /// <summary>SHA-256 of the mark that the stream went on from, and of the one that it left; null: none.</summary>
    public string? MarkBeforeHash { get; init; }

    public string? MarkAfterHash { get; init; }

    /// <summary>The run whose rows it could compare with.</summary>
    public long? ComparedWithRun { get; init; }

    public long? ReportedTotal { get; init; }

    public long? Rows { get; init; }

    public long? Added { get; init; }

    public long? Changed { get; init; }

    public long? Removed { get; init; }

    /// <summary>The hash over keys and row hashes as of the run; <c>docs/certificate.md</c> says how it is made.</summary>
    public string? RowSetHash { get; init; }

    public required long FieldsHashed { get; init; }

    public required long FieldsDropped { get; init; }

    public required long RowsWithheld { get; init; }

    public required IReadOnlyList<StreamCheck> Checks { get; init; }

    /// <summary>Erasures on request that came later; rows and hash above are those after the last one.</summary>
    public required IReadOnlyList<CertifiedErasure> Erasures { get; init; }
}

/// <summary>What an erasure on request did to a stream of a run.</summary>
/// <param name="At">When.</param>
/// <param name="RowsErased">Rows that are gone.</param>
/// <param name="RowsChanged">Rows that no longer name the account.</param>
/// <param name="RowsBefore">Rows before it.</param>
/// <param name="RowSetHashBefore">Their hash, as an earlier revision has it.</param>
/// <param name="RowsAfter">Rows since then.</param>
/// <param name="RowSetHashAfter">Their hash.</param>
public sealed record CertifiedErasure(DateTimeOffset At, long RowsErased, long RowsChanged, long RowsBefore, string RowSetHashBefore, long RowsAfter, string RowSetHashAfter);
