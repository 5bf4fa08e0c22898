namespace Plugin.Abstractions.Collection;

/// <summary>How a stream ended.</summary>
public enum StreamOutcome
{
    /// <summary>The service's end was reached and everything it sent was understood.</summary>
    Complete,

    /// <summary>Some of it came: what came is kept, nothing is taken for gone.</summary>
    Partial,

    /// <summary>Nothing was asked or nothing may be had; the rows of the last run stay.</summary>
    Skipped,

    /// <summary>It broke; the rows of the last run stay.</summary>
    Failed,
}
