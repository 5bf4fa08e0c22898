using Host.Sample.Connectors;
using Host.Sample.Database;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs;

/// <summary>What the streams of a run share.</summary>
internal sealed class RunSession(Run run, Connector connector, ConnectorLease lease, OpenConnector open, LiveRun live, Func<long, StreamDescription, IRunRows> before, RunHalt halt, CancellationTokenSource stop)
{
    private StreamFailure? _failure;
    private int _isCancelled;

    public long RunId { get; } = run.Id;

    public bool IsFull { get; } = run.IsFull;

    public Connector Connector { get; } = connector;

    public ConnectorLease Lease { get; } = lease;

    public OpenConnector Open { get; } = open;

    public LiveRun Live { get; } = live;

    /// <summary>The rows of an earlier run, for a stream to compare with.</summary>
    public IRunRows RowsOf(long runId, StreamDescription stream) => before(runId, stream);

    /// <summary>Notes that a stream is at a page until what is returned is disposed of.</summary>
    /// <exception cref="OperationCanceledException">The process comes to a halt: no page is begun any more.</exception>
    public IDisposable BeginPage(string streamId) => halt.Begin(Live, streamId);

    /// <summary>Ends with the process's own token, a person's wish, or a failure that stops the run.</summary>
    public CancellationToken Stopped => stop.Token;

    /// <summary>What stopped the run, or null.</summary>
    public StreamFailure? Failure => Volatile.Read(ref _failure);

    public bool IsCancelled => Volatile.Read(ref _isCancelled) != 0;

    /// <summary>Ends all streams, because none can succeed any more. The first reason counts.</summary>
    public async Task StopAsync(StreamFailure failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        await stop.CancelAsync();
    }

    /// <summary>Ends all streams, because somebody asked for it.</summary>
    public async Task CancelAsync()
    {
        Interlocked.Exchange(ref _isCancelled, 1);
        await stop.CancelAsync();
    }

    /// <summary>Ends all streams, because the host cannot go on; the run stays as it is and can be taken up again.</summary>
    public Task BreakOffAsync() => stop.CancelAsync();
}
