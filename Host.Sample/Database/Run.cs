using Plugin.Abstractions.Errors;

namespace Host.Sample.Database;

/// <summary>One collection of a connector.</summary>
public sealed class Run
{
    /// <summary>Rises with time over all connectors; inventory versions are counted by it.</summary>
    public long Id { get; set; }

    public int ConnectorId { get; set; }

    public RunState State { get; set; }

    /// <summary>Who or what asked for it: <c>cli</c>, <c>rest</c>, <c>demo</c>.</summary>
    public required string Trigger { get; set; }

    public DateTimeOffset QueuedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How often it was taken up again after the process that ran it had died.</summary>
    public int Resumes { get; set; }

    /// <summary>The processes that were at work for it, one after the other: a JSON list.</summary>
    public string ExecutionsJson { get; set; } = "[]";

    public bool CancelRequested { get; set; }

    /// <summary>Whether everything was asked for, whatever was known from earlier runs. Decided when the run begins.</summary>
    public bool IsFull { get; set; }

    /// <summary>The tenant and the application that the connector was let in by, as the service calls them; null when it does not say.</summary>
    public string? TenantId { get; set; }

    public string? ApplicationId { get; set; }

    /// <summary>Calls made before the streams began.</summary>
    public int PreparationCalls { get; set; }

    /// <summary>What works now and will not for ever: a JSON list of code, message and fix.</summary>
    public string WarningsJson { get; set; } = "[]";

    /// <summary>The calls expected, worked out when the run began: a JSON list.</summary>
    public string EstimatesJson { get; set; } = "[]";

    /// <summary>Whether it only tries: whatever it brings is taken back at its end.</summary>
    public bool IsDryRun { get; set; }

    /// <summary>The scopes that the token had: a JSON list; null when the service does not say.</summary>
    public string? GrantedScopesJson { get; set; }

    /// <summary>The tenant's plan as far as the service tells.</summary>
    public string? PlanName { get; set; }

    /// <summary>SHA-256, hex, over the settings that are no secrets, the chosen streams and the privacy choices.</summary>
    public string? SettingsFingerprint { get; set; }

    /// <summary>What the change guard found when the run ended: a JSON list.</summary>
    public string GuardJson { get; set; } = "[]";

    /// <summary>Who accepted, rejected or rolled back, when, and why.</summary>
    public string? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public string? DecisionNote { get; set; }

    /// <summary>Accounts and seats as of the run, in numbers that stay when its rows are pruned: a JSON object; null when it was not published.</summary>
    public string? FiguresJson { get; set; }

    /// <summary>The sealed certificate as it was written when the run ended; null before.</summary>
    public string? CertificateJson { get; set; }

    /// <summary>When retention took away what only this run saw; its record stays.</summary>
    public DateTimeOffset? PrunedAt { get; set; }

    public string? PluginVersion { get; set; }

    public string? ContractVersion { get; set; }

    /// <summary>Why it failed; null otherwise.</summary>
    public FailureReason? Reason { get; set; }

    public string? Code { get; set; }

    public string? Message { get; set; }

    public string? Fix { get; set; }

    public List<StreamRun> Streams { get; } = [];
}
