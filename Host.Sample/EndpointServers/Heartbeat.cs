namespace Host.Sample.EndpointServers;

/// <summary>Notes every minute that this endpoint server is alive.</summary>
internal sealed partial class Heartbeat(EndpointServerService servers, TimeProvider clock, ILogger<Heartbeat> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);

        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await servers.SeenAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The next beat tries again; who needs the store meanwhile is told.
                LogMissed(exception);
            }
        }
    }

    [LoggerMessage(2030, LogLevel.Warning, "A heartbeat could not be noted")]
    private partial void LogMissed(Exception exception);
}
