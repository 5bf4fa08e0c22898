namespace Plugin.Abstractions.Errors;

/// <summary>Why something did not happen, named by what has to be done about it.</summary>
public enum FailureReason
{
    /// <summary>The token is missing, revoked, expired or its owner is gone: consent must be given again. Stops a run.</summary>
    AuthorizeAgain,

    /// <summary>The person declined the consent.</summary>
    ConsentDenied,

    /// <summary>A setting is missing or wrong. Stops a run.</summary>
    FixSettings,

    /// <summary>The token lacks a scope.</summary>
    GrantScope,

    /// <summary>The service's plan does not include it.</summary>
    ChangePlan,

    /// <summary>The account that consented has too low a role.</summary>
    RaiseRole,

    /// <summary>The service forbids it for good: a policy, a retired method, the wrong kind of token.</summary>
    NotAvailable,

    /// <summary>The service is unwell, unreachable or asks for a pause longer than the run may wait.</summary>
    TryLater,

    /// <summary>The service answered what the connector does not understand. Somebody must mend the connector.</summary>
    ReportDefect,
}
