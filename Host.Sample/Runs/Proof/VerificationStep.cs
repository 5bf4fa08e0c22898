namespace Host.Sample.Runs.Proof;

/// <summary>How far a verification is.</summary>
/// <param name="StreamId">The stream whose rows are read now.</param>
/// <param name="Done">Streams whose rows have been read.</param>
/// <param name="Of">Streams whose rows are to be read.</param>
public sealed record VerificationStep(string StreamId, int Done, int Of);
