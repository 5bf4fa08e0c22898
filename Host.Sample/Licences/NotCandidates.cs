namespace Host.Sample.Licences;

/// <summary>Seats that are no candidates, for one reason.</summary>
/// <param name="Reason">Which.</param>
/// <param name="Words">The reason in words; where nothing is known, what is to be done to know.</param>
/// <param name="Count">How many.</param>
public sealed record NotCandidates(NotCandidateReason Reason, string Words, long Count);
