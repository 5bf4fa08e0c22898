namespace Host.Sample.Runs.Health;

/// <summary>How a connector fares; the later the worse.</summary>
public enum HealthState
{
    /// <summary>Its token was let in when it was last used, and nothing is known to end that.</summary>
    Good,

    /// <summary>Nobody has tried yet.</summary>
    Unknown,

    /// <summary>It works, and something should be looked at.</summary>
    Attention,

    /// <summary>It cannot run, or its last run has failed.</summary>
    Broken,
}
