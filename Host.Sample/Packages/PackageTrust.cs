namespace Host.Sample.Packages;

/// <summary>How far a plugin's files are vouched for.</summary>
/// <param name="Level">By what.</param>
/// <param name="Signer">The name in the certificate that has signed; null: nobody has, or nobody has looked.</param>
/// <param name="Note">What a person should know, a sentence; null: nothing.</param>
public sealed record PackageTrust(TrustLevel Level, string? Signer, string? Note);
