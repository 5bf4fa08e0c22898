namespace Host.Sample.Licences;

/// <summary>What is known of an account's use. The rules: docs/licence-position.md.</summary>
public enum LicenceStatus
{
    /// <summary>A sign of use within the idle days.</summary>
    Active,

    /// <summary>Used before, and not within the idle days, all of which the record covers.</summary>
    Idle,

    /// <summary>No sign of use is known, and the record covers the idle days.</summary>
    NeverSeen,

    /// <summary>Nothing can be said: the record does not cover the idle days. Never to be taken for idle.</summary>
    NoEvidence,

    /// <summary>It was invited and has not signed in yet.</summary>
    Invited,

    /// <summary>It cannot sign in any more.</summary>
    Deactivated,
}
