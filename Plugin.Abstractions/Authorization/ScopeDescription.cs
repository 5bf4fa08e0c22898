namespace Plugin.Abstractions.Authorization;

/// <summary>A permission that the connector asks for.</summary>
/// <param name="Name">The service's word: <c>trees:read</c>.</param>
/// <param name="Reason">What it is used for, in a sentence that an administrator can pass on.</param>
/// <param name="IsOptional">Whether it is asked for only on request.</param>
public sealed record ScopeDescription(string Name, string Reason, bool IsOptional = false);
