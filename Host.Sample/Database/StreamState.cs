namespace Host.Sample.Database;

public enum StreamState
{
    Pending,
    Running,

    /// <summary>The end was reached and merged.</summary>
    Complete,

    /// <summary>Part of it came: merged without taking anything for gone.</summary>
    Partial,

    /// <summary>Nothing asked or nothing to be had: the last rows stay.</summary>
    Skipped,

    /// <summary>It broke: the last rows stay.</summary>
    Failed,
}
