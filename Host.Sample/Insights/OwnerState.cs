namespace Host.Sample.Insights;

/// <summary>How the account stands that answers for a space or an application.</summary>
public enum OwnerState
{
    /// <summary>It is there and not deactivated.</summary>
    InUse,

    /// <summary>It can no longer sign in.</summary>
    Deactivated,

    /// <summary>It is not among the accounts of the run: gone, or one of another organisation.</summary>
    NotAmongAccounts,

    /// <summary>The service names nobody.</summary>
    NotTold,

    /// <summary>It cannot be said: no column names the account, or the accounts were not told whole.</summary>
    Unknown,
}
