namespace Plugin.Abstractions.Collection;

/// <summary>A remark in the evidence: a cap met, a fallback taken, a restart.</summary>
/// <param name="Code">A stable word: <c>cursor_expired</c>.</param>
/// <param name="Message">What happened and what it means, in a sentence.</param>
public sealed record EvidenceNote(string Code, string Message);
