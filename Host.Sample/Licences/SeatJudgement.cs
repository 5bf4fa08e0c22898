namespace Host.Sample.Licences;

/// <summary>Whether a seat could be taken back.</summary>
/// <param name="Position">Whose seat, and how it stands.</param>
/// <param name="Candidate">What taking it back saves; null: it is no candidate.</param>
/// <param name="WhyNot">Why it is none; null: it is one.</param>
public sealed record SeatJudgement(AccountPosition Position, ReclaimCandidate? Candidate, NotCandidates? WhyNot);
