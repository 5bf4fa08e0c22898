using System.Runtime.InteropServices;

namespace Host.Sample.Privacy;

/// <summary>What was done to personal data before it was stored.</summary>
/// <param name="Hashed">Fields stored as keyed hashes.</param>
/// <param name="Dropped">Fields emptied.</param>
/// <param name="Withheld">Rows not stored, because their account was erased on request.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PrivacyCounts(long Hashed, long Dropped, long Withheld);
