namespace Host.Sample.Runs;

/// <summary>How one version's shadow run ended.</summary>
/// <param name="Version">The version.</param>
/// <param name="IsPublished">Whether the run would have been published.</param>
/// <param name="Message">Why not; null when it would.</param>
public sealed record ShadowSide(string Version, bool IsPublished, string? Message);
