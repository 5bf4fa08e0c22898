using Host.Sample.Database;

namespace Host.Sample.Connectors;

/// <summary>How far a consent has come. Never holds the grant.</summary>
public sealed record AuthorizationStatus(Guid Id, string PluginId, int? ConnectorId, AuthorizationState State, bool IsExpired, DateTimeOffset ExpiresAt, string? Message, string? Fix);
