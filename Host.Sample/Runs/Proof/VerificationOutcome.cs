namespace Host.Sample.Runs.Proof;

/// <summary>What came of holding a run's certificate against the store.</summary>
public enum VerificationOutcome
{
    /// <summary>The store holds exactly the rows that were certified, and the certificate is what was sealed.</summary>
    Proven,

    /// <summary>Something was altered.</summary>
    Broken,

    /// <summary>The certificate is what was sealed; the run's rows were pruned by the connector's retention, so they cannot be held against it any more.</summary>
    Pruned,

    /// <summary>The certificate is what was sealed; nothing of the run was kept, because it failed, was rejected or taken back, or only tried.</summary>
    NothingKept,
}
