using System.Text.Json;
using Host.Sample.Database;

namespace Host.Sample.Runs.Proof;

/// <summary>Something about a stream that was held against another stream, against the service's own counts, or against itself. The rules are written down in <c>docs/certificate.md</c>.</summary>
public sealed record StreamCheck
{
    /// <summary>Which check: <c>evidence</c>, <c>reported_total</c>, <c>seats_in_accounts</c>, <c>strangers</c>, <c>reference</c>, <c>member_count</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The stream's column that was looked at; null where rows were counted.</summary>
    public string? Column { get; init; }

    /// <summary>The stream that it was held against; null: none.</summary>
    public string? Against { get; init; }

    /// <summary>The number that should be; null where nothing was checked.</summary>
    public long? Expected { get; init; }

    /// <summary>The number that is.</summary>
    public long? Found { get; init; }

    public required StreamCheckResult Result { get; init; }

    /// <summary>Whether the difference makes the run's verdict Partial; others are only told.</summary>
    public bool Weighs { get; init; }

    /// <summary>What was compared and what came of it, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>The checks of a stream, as they were made when its run ended.</summary>
    public static IReadOnlyList<StreamCheck> Of(StreamRun stream) => stream.ChecksJson is "[]" ? [] : JsonSerializer.Deserialize<List<StreamCheck>>(stream.ChecksJson, CertificateJson.Form) ?? [];
}
