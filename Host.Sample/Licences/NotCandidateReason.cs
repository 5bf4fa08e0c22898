namespace Host.Sample.Licences;

/// <summary>Why a seat is not among those that could be taken back; the first that holds is told.</summary>
public enum NotCandidateReason
{
    /// <summary>It cannot sign in any more: there is nothing to take back.</summary>
    Deactivated,

    /// <summary>A person has left it out, for a reason.</summary>
    Excluded,

    /// <summary>Its kind is free of charge.</summary>
    FreeOfCharge,

    /// <summary>It administers the service: the role has to go first.</summary>
    Administrative,

    /// <summary>It was invited and has not signed in yet.</summary>
    Invited,

    /// <summary>It is used.</summary>
    Active,

    /// <summary>Nothing can be said of its use.</summary>
    NoEvidence,

    /// <summary>It may have joined within the idle days.</summary>
    JoinedLately,

    /// <summary>Whether it is charged for is not known.</summary>
    BillingUnknown,
}
