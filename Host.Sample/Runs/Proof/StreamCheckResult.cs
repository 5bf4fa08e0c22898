namespace Host.Sample.Runs.Proof;

/// <summary>What came of a check.</summary>
public enum StreamCheckResult
{
    /// <summary>Both sides agree.</summary>
    Ok,

    /// <summary>They do not.</summary>
    Differs,

    /// <summary>One side is missing or not complete, so that nothing can be said; the message says which.</summary>
    NotChecked,
}
