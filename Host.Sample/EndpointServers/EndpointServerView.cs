namespace Host.Sample.EndpointServers;

/// <summary>A machine that runs connectors, as people see it.</summary>
/// <param name="IsThisProcess">Whether the process that answers runs under this name.</param>
public sealed record EndpointServerView(int Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastSeenAt, bool IsThisProcess);
