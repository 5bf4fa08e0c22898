using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Runs;
using Host.Sample.Runs.Guard;
using Host.Sample.Runs.Proof;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;

namespace Host.Sample.Api;

/// <summary>A run as REST gives it, with the evidence of its streams.</summary>
internal sealed record RunView
{
    public required long Id { get; init; }

    public required int ConnectorId { get; init; }

    public required RunState State { get; init; }

    /// <summary>What the run proves.</summary>
    public required RunVerdict Verdict { get; init; }

    public required string Trigger { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required int Resumes { get; init; }

    /// <summary>The processes that were at work for it, one after the other.</summary>
    public required IReadOnlyList<RunExecution> Executions { get; init; }

    public required bool CancelRequested { get; init; }

    /// <summary>Whether everything was asked for, whatever was known from earlier runs.</summary>
    public required bool IsFull { get; init; }

    public string? TenantId { get; init; }

    public string? ApplicationId { get; init; }

    /// <summary>Calls made before the streams began.</summary>
    public required int PreparationCalls { get; init; }

    /// <summary>What works now and will not for ever.</summary>
    public required IReadOnlyList<ConnectorWarning> Warnings { get; init; }

    /// <summary>The calls expected when the run began.</summary>
    public required IReadOnlyList<CallEstimate> Estimates { get; init; }

    public string? PluginVersion { get; init; }

    public string? ContractVersion { get; init; }

    /// <summary>Whether it only tries: whatever it brings is taken back at its end.</summary>
    public required bool IsDryRun { get; init; }

    /// <summary>Why the verdict is not complete, each reason in a sentence.</summary>
    public required IReadOnlyList<string> VerdictReasons { get; init; }

    /// <summary>The scopes that the token had; null: the service does not say.</summary>
    public IReadOnlyList<string>? GrantedScopes { get; init; }

    public string? Plan { get; init; }

    /// <summary>SHA-256 over the settings that are no secrets, the chosen streams and the privacy choices.</summary>
    public string? SettingsFingerprint { get; init; }

    /// <summary>When retention took the run's rows away.</summary>
    public DateTimeOffset? PrunedAt { get; init; }

    /// <summary>What the change guard holds it for, or would hold a dry run for.</summary>
    public required IReadOnlyList<GuardFinding> Guard { get; init; }

    /// <summary>Who accepted, rejected or rolled back, when, and why.</summary>
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? DecisionNote { get; init; }

    /// <summary>Accounts, seats and rows as of the run.</summary>
    public RunFigures? Figures { get; init; }

    public FailureReason? Reason { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public string? Fix { get; init; }

    public required IReadOnlyList<StreamRunView> Streams { get; init; }

    public static RunView Of(Run run) => new()
    {
        Id = run.Id,
        ConnectorId = run.ConnectorId,
        State = run.State,
        Verdict = run.Verdict(),
        Trigger = run.Trigger,
        QueuedAt = run.QueuedAt,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        Resumes = run.Resumes,
        Executions = RunExecution.Of(run),
        CancelRequested = run.CancelRequested,
        IsFull = run.IsFull,
        TenantId = run.TenantId,
        ApplicationId = run.ApplicationId,
        PreparationCalls = run.PreparationCalls,
        Warnings = RunWords.Warnings(run),
        Estimates = RunBudget.Of(run).Estimates,
        PluginVersion = run.PluginVersion,
        ContractVersion = run.ContractVersion,
        IsDryRun = run.IsDryRun,
        VerdictReasons = run.VerdictReasons(),
        GrantedScopes = run.GrantedScopesJson is { } scopes ? JsonSerializer.Deserialize<List<string>>(scopes) : null,
        Plan = run.PlanName,
        SettingsFingerprint = run.SettingsFingerprint,
        PrunedAt = run.PrunedAt,
        Guard = GuardFinding.Of(run),
        DecidedBy = run.DecidedBy,
        DecidedAt = run.DecidedAt,
        DecisionNote = run.DecisionNote,
        Figures = RunFigures.Of(run),
        Reason = run.Reason,
        Code = run.Code,
        Message = run.Message,
        Fix = run.Fix,
        Streams = [.. run.Streams.Select(StreamRunView.Of)],
    };
}

/// <summary>What was asked of a stream, what came, and what did not.</summary>
internal sealed record StreamRunView
{
    public required string StreamId { get; init; }

    public required StreamState State { get; init; }

    public FailureReason? Reason { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public string? Fix { get; init; }

    public required int Pages { get; init; }

    public required int Calls { get; init; }

    public required int Retries { get; init; }

    public required int Throttled { get; init; }

    public required double WaitedSeconds { get; init; }

    /// <summary>Records that the service sent: rows taken and what was left out.</summary>
    public required long Received { get; init; }

    public required long Rows { get; init; }

    /// <summary>Rows whose key came again later in the run.</summary>
    public required long Repeated { get; init; }

    public required IReadOnlyList<OmittedRecords> Omitted { get; init; }

    public required IReadOnlyList<EvidenceNote> Notes { get; init; }

    /// <summary>The mark that the stream went on from, and the one that it left, in the plugin's own words.</summary>
    public string? HighWaterMarkBefore { get; init; }

    public string? HighWaterMark { get; init; }

    /// <summary>The service's own count, where it gives one.</summary>
    public long? ReportedTotal { get; init; }

    /// <summary>Rows as of this run.</summary>
    public long? RowCount { get; init; }

    public long? Added { get; init; }

    public long? Changed { get; init; }

    public long? Removed { get; init; }

    public string? RowSetHash { get; init; }

    /// <summary>What was held against other streams and the service's own counts.</summary>
    public required IReadOnlyList<StreamCheck> Checks { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public static StreamRunView Of(StreamRun stream) => new()
    {
        StreamId = stream.StreamId,
        State = stream.State,
        Reason = stream.Reason,
        Code = stream.Code,
        Message = stream.Message,
        Fix = stream.Fix,
        Pages = stream.Pages,
        Calls = stream.Calls,
        Retries = stream.Retries,
        Throttled = stream.Throttled,
        WaitedSeconds = stream.WaitedMilliseconds / 1000.0,
        Received = stream.Received,
        Rows = stream.Staged,
        Repeated = stream.Repeated,
        Omitted = StreamEvidence.Omitted(stream),
        Notes = StreamEvidence.Notes(stream),
        HighWaterMarkBefore = stream.HighWaterMarkBefore,
        HighWaterMark = stream.HighWaterMark,
        ReportedTotal = stream.ReportedTotal,
        RowCount = stream.RowCount,
        Added = stream.Added,
        Changed = stream.Changed,
        Removed = stream.Removed,
        RowSetHash = stream.RowSetHash,
        Checks = StreamCheck.Of(stream),
        StartedAt = stream.StartedAt,
        EndedAt = stream.EndedAt,
    };
}
