namespace Host.Sample.Packages;

/// <summary>What was found when a plugin's files were held against their hashes, signature and the host's policy.</summary>
/// <param name="Problem">Why it is refused, in sentences; null when it is not.</param>
/// <param name="Fix">What to do about it; null when nothing.</param>
/// <param name="Trust">How far it is vouched for.</param>
public sealed record PackageVerdict(string? Problem, string? Fix, PackageTrust Trust)
{
    public bool IsRefused => Problem is not null;
}
