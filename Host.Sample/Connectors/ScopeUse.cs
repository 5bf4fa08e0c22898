namespace Host.Sample.Connectors;

/// <summary>A scope and what takes it.</summary>
/// <param name="Name">The service's name for it.</param>
/// <param name="Reason">What it is for.</param>
/// <param name="UsedBy">Streams, or columns as <c>stream.column</c>.</param>
/// <param name="IsGranted">Whether the token has it; null: not known.</param>
public sealed record ScopeUse(string Name, string Reason, IReadOnlyList<string> UsedBy, bool? IsGranted);
