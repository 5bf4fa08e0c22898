namespace Host.Sample;

/// <summary>The kinds of trouble that a person can meet. The number is the process's exit code; REST turns each into a status.</summary>
public enum HostProblem
{
    /// <summary>All went well.</summary>
    None = 0,

    /// <summary>A defect of the host's own.</summary>
    Internal = 1,

    /// <summary>The command or request is not understood.</summary>
    Usage = 2,

    /// <summary>There is no such thing.</summary>
    NotFound = 3,

    /// <summary>It exists already, has been changed meanwhile, or is at work.</summary>
    Conflict = 4,

    /// <summary>Settings or values that cannot be used.</summary>
    Invalid = 5,

    /// <summary>The feature is not enabled on this endpoint server.</summary>
    FeatureDisabled = 6,

    /// <summary>The plugin is missing, invalid or broken.</summary>
    PluginUnavailable = 7,

    /// <summary>The service refused or did not answer: authorization, test or run failed.</summary>
    ConnectorFailed = 8,

    /// <summary>The store cannot be opened, read or written.</summary>
    StoreUnavailable = 9,

    /// <summary>The address to listen on is taken.</summary>
    AddressInUse = 10,

    /// <summary>The run ended, but not every stream is complete.</summary>
    RunPartial = 11,

    /// <summary>Whoever asks does not have the role for it.</summary>
    NotAllowed = 12,

    /// <summary>The store or a certificate is not what the run left behind: it was altered.</summary>
    ProofBroken = 13,

    /// <summary>The run ended, and the change guard holds it back from being published, or would hold a dry run.</summary>
    RunHeld = 14,

    /// <summary>The person stopped it.</summary>
    Cancelled = 130,
}
