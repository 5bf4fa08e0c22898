namespace Host.Sample.Database;

/// <summary>What a run proves about the inventory that it leaves behind.</summary>
public enum RunVerdict
{
    /// <summary>Nothing: it has not ended, or nothing of it is seen.</summary>
    Unknown,

    /// <summary>Some streams did not reach their end, or counts differ by more than can have changed meanwhile; each says why.</summary>
    Partial,

    /// <summary>Every chosen stream reached its end, and no check that weighs differs.</summary>
    Complete,
}
