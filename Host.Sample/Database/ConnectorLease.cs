namespace Host.Sample.Database;

/// <summary>Says that this process, and no other one, is at work for a connector. Whoever writes for its runs shows it.</summary>
/// <remarks>It lasts as long as the process lives and, where the store is a server's, as long as the server hears of it: what is written with a lease that was lost is refused.</remarks>
public sealed class ConnectorLease : IAsyncDisposable
{
    private readonly Func<ConnectorLease, ValueTask> _release;
    private readonly CancellationTokenSource _lost = new();

    internal ConnectorLease(int connectorId, IDisposable hold, Func<ConnectorLease, ValueTask> release)
    {
        (ConnectorId, Hold, _release) = (connectorId, hold, release);
        Lost = _lost.Token;
    }

    public int ConnectorId { get; }

    /// <summary>Says when the store no longer knows of it.</summary>
    public CancellationToken Lost { get; }

    internal IDisposable Hold { get; }

    public async ValueTask DisposeAsync()
    {
        await _release(this);
        _lost.Dispose();
    }

    internal void Lose() => _lost.Cancel();

    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>: it is lost.</exception>
    internal void Require()
    {
        if (Lost.IsCancellationRequested)
        {
            throw StoreFailure.Unavailable(
                "The store did not hear of this process for a while and no longer takes it for the one that is at work for the connector, so nothing more is written for this run.",
                "Nothing needs to be done: this host or its standby takes the run up where it was.");
        }
    }
}
