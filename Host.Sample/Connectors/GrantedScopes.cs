namespace Host.Sample.Connectors;

/// <summary>The scopes of a connector's token, as far as is known.</summary>
/// <param name="Names">The scopes.</param>
/// <param name="At">When the service said so: consents given since then are not in it.</param>
/// <param name="RunId">The run that was told; null: it was asked without a run.</param>
public sealed record GrantedScopes(IReadOnlyList<string> Names, DateTimeOffset At, long? RunId);
