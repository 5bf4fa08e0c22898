namespace Host.Sample.Plugins;

/// <summary>A version that has passed its check and taken work.</summary>
/// <param name="Version">The version.</param>
/// <param name="Hash">The hash of its files.</param>
/// <param name="Since">When it last began to serve.</param>
/// <param name="Change">What is different to the version before it, in a sentence.</param>
/// <param name="HasRun">Whether a run of it was published.</param>
public sealed record GoodVersion(string Version, string Hash, DateTimeOffset Since, string Change, bool HasRun = false);
