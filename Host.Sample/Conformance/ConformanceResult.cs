namespace Host.Sample.Conformance;

/// <summary>What came of one check.</summary>
/// <param name="Id">The check.</param>
/// <param name="Title">What is to hold.</param>
/// <param name="Outcome">Whether it does.</param>
/// <param name="Findings">What is wrong, a sentence each.</param>
/// <param name="Note">What a person should know besides: a figure, or why it was not run; null: nothing.</param>
/// <param name="Took">How long it took.</param>
public sealed record ConformanceResult(string Id, string Title, ConformanceOutcome Outcome, IReadOnlyList<string> Findings, string? Note, TimeSpan Took);
