namespace Host.Sample.Runs.Proof;

/// <summary>A certificate and what is wrong with it, as far as that can be told without reading rows.</summary>
/// <param name="Certificate">As it is stored.</param>
/// <param name="Findings">What was altered, each in a sentence; empty: the seal holds, and the run's record says the same.</param>
public sealed record CheckedCertificate(SealedCertificate Certificate, IReadOnlyList<string> Findings)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsWhole => Findings.Count == 0;
}
