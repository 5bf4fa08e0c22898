namespace Host.Sample.Runs.Proof;

/// <summary>Something that a run does not have or does not prove.</summary>
/// <param name="StreamId">The stream; null where it is about the whole run.</param>
/// <param name="Message">What is missing and why, in a sentence.</param>
/// <param name="Fix">What to do about it.</param>
/// <param name="Weighs">Whether it keeps the verdict from being complete; others are told and no more.</param>
public sealed record CertificateGap(string? StreamId, string Message, string Fix, bool Weighs);
