using Host.Sample.Database;

namespace Host.Sample.EndpointServers;

/// <summary>Notes every minute that this endpoint server is alive.</summary>
internal sealed class Heartbeat(EndpointServerService servers, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);

            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await servers.SeenAsync(stoppingToken);
                }
                catch (Exception exception) when (StoreFailure.IsOne(exception))
                {
                    // The store is out of reach for now; the next beat tries again, and who needs the store is told.
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops, or has not come to start.
        }
    }
}
