namespace Host.Sample.Runs.Proof;

/// <summary>The rows of a stream held against the certificate.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Rows">Rows in the store as of the run.</param>
/// <param name="Certified">Rows that were certified.</param>
/// <param name="AlteredRows">Rows whose values are not those that their hash was made from.</param>
/// <param name="FirstAlteredKey">The key of the first of them.</param>
/// <param name="IsProven">Whether everything is as certified.</param>
public sealed record StreamVerification(string StreamId, long Rows, long Certified, long AlteredRows, string? FirstAlteredKey, bool IsProven);
