namespace Host.Sample.Plugins;

/// <summary>A reason not to let a version take work.</summary>
/// <param name="Problem">What would go wrong, in a sentence.</param>
/// <param name="Fix">What to do.</param>
/// <param name="YieldsToPerson">Whether a person who chooses the version by name may have it all the same: nothing stored is at stake.</param>
public sealed record VersionObjection(string Problem, string Fix, bool YieldsToPerson);
