using System.Collections.Concurrent;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Connectors;

/// <summary>Remembers of each connector what the service said when it was last asked, so that those may read it who may not ask. Lasts as long as the process.</summary>
public sealed class LastChecks(TimeProvider clock)
{
    private readonly ConcurrentDictionary<int, ConnectorCheck> _checks = new();

    public ConnectorCheck? Find(int connectorId) => _checks.GetValueOrDefault(connectorId);

    internal void Note(int connectorId, int revision, PreflightReport report, ConnectorDescription description) =>
        _checks[connectorId] = new(PreflightView.Of(report, description), clock.GetUtcNow(), revision);

    internal void Forget(int connectorId) => _checks.TryRemove(connectorId, out _);
}
