using Host.Sample.Access;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Host.Sample.Web;

/// <summary>Tells the rooms for whom a page asks, at everything that comes in from its browser, and watches its session.</summary>
internal sealed class ActorCircuit(WebSession session, CurrentActor current, TimeProvider clock) : CircuitHandler, IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _closed = new();
    private Task _watching = Task.CompletedTask;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        await session.BeginAsync();
        _watching = WatchAsync(_closed.Token);
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async activity =>
    {
        current.Become(session.Actor);
        await next(activity);
    };

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _watching;
        _closed.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);

        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await session.CheckAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The page was closed.
        }
    }
}
