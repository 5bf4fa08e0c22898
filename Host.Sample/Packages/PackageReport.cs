namespace Host.Sample.Packages;

/// <summary>What was found in a package.</summary>
/// <param name="Id">The plugin's id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Files">How many files it has, its list and signature not counted.</param>
/// <param name="Level">By what it is vouched for.</param>
/// <param name="Signer">Who has signed; null: nobody.</param>
/// <param name="Note">What a person should know; null: nothing.</param>
public sealed record PackageReport(string Id, string Version, int Files, TrustLevel Level, string? Signer, string? Note);
