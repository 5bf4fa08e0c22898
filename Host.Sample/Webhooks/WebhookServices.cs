namespace Host.Sample.Webhooks;

public static class WebhookServices
{
    /// <summary>Webhooks; a process that is hosted (<c>serve</c>) also delivers what is due by itself.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSingleton(_ => new WebhookRetries(Random.Shared.NextDouble))
        .AddSingleton<WebhookTargets>()
        .AddSingleton<WebhookOutbox>()
        .AddSingleton<WebhookBody>()
        .AddSingleton<WebhookSender>()
        .AddSingleton<WebhookDeliveries>()
        .AddSingleton<WebhookService>()
        .AddHostedService<WebhookWorker>();
}
