namespace Host.Sample.Conformance;

public enum ConformanceOutcome
{
    /// <summary>Looked at, and nothing was found.</summary>
    Passed,

    /// <summary>Something was found.</summary>
    Failed,

    /// <summary>Could not be looked at; the note says why.</summary>
    NotRun,
}
