using System.Collections.Concurrent;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Connectors;

/// <summary>Remembers of each connector what the service said when it was last asked, so that those may read it who may not ask. Lasts as long as the process.</summary>
public sealed class LastChecks(TimeProvider clock)
{
    private readonly ConcurrentDictionary<int, ConnectorCheck> _checks = new();
    private readonly ConcurrentDictionary<int, FailedCheck> _failures = new();

    public ConnectorCheck? Find(int connectorId) => _checks.GetValueOrDefault(connectorId);

    /// <summary>Why the last try to ask came to nothing; null: it did not, or nobody has tried.</summary>
    public FailedCheck? FindFailure(int connectorId) => _failures.GetValueOrDefault(connectorId);

    internal void Note(int connectorId, int revision, PreflightReport report, ConnectorDescription description)
    {
        _checks[connectorId] = new(PreflightView.Of(report, description), clock.GetUtcNow(), revision);
        _failures.TryRemove(connectorId, out _);
    }

    internal void Note(int connectorId, int revision, HostException failure) => _failures[connectorId] = new(failure.Message, failure.Fix, clock.GetUtcNow(), revision);

    internal void Forget(int connectorId)
    {
        _checks.TryRemove(connectorId, out _);
        _failures.TryRemove(connectorId, out _);
    }
}
