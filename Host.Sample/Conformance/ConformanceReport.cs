namespace Host.Sample.Conformance;

/// <summary>What was found about a plugin.</summary>
/// <param name="Plugin">Its id and version.</param>
/// <param name="Results">Check by check.</param>
public sealed record ConformanceReport(string Plugin, IReadOnlyList<ConformanceResult> Results)
{
    /// <summary>Whether everything was looked at that could be, and nothing was found.</summary>
    public bool IsGood => Results.All(result => result.Outcome is not ConformanceOutcome.Failed);
}
