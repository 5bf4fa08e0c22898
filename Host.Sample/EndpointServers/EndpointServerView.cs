namespace Host.Sample.EndpointServers;

/// <summary>A machine that runs connectors, as people see it; whether the process that answers runs under its name.</summary>
public sealed record EndpointServerView(int Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastSeenAt, bool IsThisProcess);
