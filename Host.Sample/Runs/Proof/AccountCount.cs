namespace Host.Sample.Runs.Proof;

/// <summary>How many accounts there are of a type and status.</summary>
/// <param name="Type">The type in the service's own word; null: not told.</param>
/// <param name="Status">The status: active, invited, deactivated; null: not told.</param>
/// <param name="Count">How many.</param>
public sealed record AccountCount(string? Type, string? Status, long Count);
