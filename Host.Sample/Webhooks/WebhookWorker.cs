using Host.Sample.Database;

namespace Host.Sample.Webhooks;

/// <summary>Delivers what is due for as long as the host serves; also what other processes, such as a run on the command line, have put into the outbox.</summary>
internal sealed partial class WebhookWorker(WebhookDeliveries deliveries, HostStore store, TimeProvider clock, ILogger<WebhookWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Pause, clock);

        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await deliveries.DeliverDueAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested && StoreFailure.IsOne(exception))
            {
                LogNotReached(StoreFailure.Explain(exception, store.Name).Message);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // What was taken comes up again when its lease has run out.
                LogNotDelivered(exception);
            }
        }
    }

    [LoggerMessage(2502, LogLevel.Warning, "The outbox could not be reached; it is tried again in a few seconds: {Message}")]
    private partial void LogNotReached(string message);

    [LoggerMessage(2501, LogLevel.Warning, "The outbox could not be worked on; it is tried again")]
    private partial void LogNotDelivered(Exception exception);
}
