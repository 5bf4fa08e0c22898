namespace Host.Sample.Connectors;

/// <summary>A consent that has begun: where to send the person's browser, and until when the answer is waited for.</summary>
public sealed record AuthorizationStart(Guid Id, string ConsentUrl, DateTimeOffset ExpiresAt);
