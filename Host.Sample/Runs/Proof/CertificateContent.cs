using System.Text.Json.Serialization;
using Host.Sample.Database;
using Host.Sample.Runs.Guard;
using Plugin.Abstractions;

namespace Host.Sample.Runs.Proof;

/// <summary>What a run proves, field by field; <c>docs/certificate.md</c> says in plain words what each one means.</summary>
public sealed record CertificateContent
{
    public const string TheFormat = "connector-run-certificate";

    public const int TheVersion = 1;

    public required string Format { get; init; }

    public required int FormatVersion { get; init; }

    /// <summary>This revision and those before it, the first one first.</summary>
    public required IReadOnlyList<CertificateRevision> Revisions { get; init; }

    public required CertifiedRun Run { get; init; }

    public required CertifiedConnector Connector { get; init; }

    /// <summary>The scopes that the token had; null: the service does not say.</summary>
    public IReadOnlyList<string>? GrantedScopes { get; init; }

    /// <summary>The tenant's plan as far as the service tells.</summary>
    public string? Plan { get; init; }

    /// <summary>SHA-256 over the settings that are no secrets, the chosen streams and the privacy choices.</summary>
    public string? SettingsFingerprint { get; init; }

    public required IReadOnlyList<ConnectorWarning> Warnings { get; init; }

    /// <summary>What the change guard held the run for.</summary>
    public required IReadOnlyList<GuardFinding> Guard { get; init; }

    /// <summary>Who decided about the run; null: nobody had to.</summary>
    public CertifiedDecision? Decision { get; init; }

    public required PrivacyReceipt Privacy { get; init; }

    public RunFigures? Figures { get; init; }

    public required RunVerdict Verdict { get; init; }

    /// <summary>Why the verdict is not complete, each reason in a sentence.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    public required IReadOnlyList<CertifiedStream> Streams { get; init; }
}

/// <summary>A revision of a certificate.</summary>
/// <param name="Revision">Its number, from 1.</param>
/// <param name="At">When it was sealed.</param>
/// <param name="By">Who caused it.</param>
/// <param name="Reason">Why.</param>
/// <param name="PreviousHash">SHA-256 over the canonical bytes of the content before it; null for the first.</param>
/// <param name="PreviousWasAltered">Whether the one before it was not what had been sealed, or not what the run's record said.</param>
public sealed record CertificateRevision(int Revision, DateTimeOffset At, string By, string Reason, string? PreviousHash, bool PreviousWasAltered);

/// <summary>The run that is certified.</summary>
public sealed record CertifiedRun
{
    public required long Id { get; init; }

    public required RunState State { get; init; }

    public required string Trigger { get; init; }

    public required bool IsFull { get; init; }

    public required bool IsDryRun { get; init; }

    /// <summary>How often it was taken up again after its process had died.</summary>
    public required int Resumes { get; init; }

    /// <summary>The processes that were at work for it, one after the other; null: from before that was noted down.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RunExecution>? Executions { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When retention took its rows away.</summary>
    public DateTimeOffset? PrunedAt { get; init; }

    /// <summary>Calls made before the streams began.</summary>
    public required int PreparationCalls { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public string? Fix { get; init; }
}

/// <summary>What was run, and as whom.</summary>
public sealed record CertifiedConnector
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    public required string PluginId { get; init; }

    public string? PluginVersion { get; init; }

    public string? ContractVersion { get; init; }

    public string? TenantId { get; init; }

    public string? ApplicationId { get; init; }
}

/// <summary>A decision about a run.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Note">Why.</param>
public sealed record CertifiedDecision(string By, DateTimeOffset At, string? Note);

/// <summary>What became of personal data before it was stored.</summary>
/// <param name="MessageBodiesStored">Values that are stored in columns for what people wrote: always 0, and counted.</param>
/// <param name="FieldsDropped">Fields that were emptied.</param>
/// <param name="FieldsHashed">Fields that were stored as keyed hashes.</param>
/// <param name="RowsWithheld">Rows that were kept out because their account was erased on request.</param>
public sealed record PrivacyReceipt(long MessageBodiesStored, long FieldsDropped, long FieldsHashed, long RowsWithheld);
