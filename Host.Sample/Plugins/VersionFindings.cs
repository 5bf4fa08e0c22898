namespace Host.Sample.Plugins;

/// <summary>What a check has found.</summary>
/// <param name="Objections">What speaks against the version.</param>
/// <param name="Notes">What is different and does no harm, a sentence each.</param>
public sealed record VersionFindings(IReadOnlyList<VersionObjection> Objections, IReadOnlyList<string> Notes)
{
    public static VersionFindings None { get; } = new([], []);
}
