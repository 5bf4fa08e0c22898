namespace Host.Sample.Database;

/// <summary>What a run proves about the inventory that it leaves behind.</summary>
public enum RunVerdict
{
    /// <summary>Nothing: it has not ended, or nothing of it is seen.</summary>
    Unknown,

    /// <summary>Some streams did not reach their end; each says why.</summary>
    Partial,

    /// <summary>Every chosen stream reached its end.</summary>
    Complete,
}
