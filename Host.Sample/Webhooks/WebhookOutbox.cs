using Host.Sample.Database;

namespace Host.Sample.Webhooks;

/// <summary>Notes down what webhooks are to be told, in the transaction that makes it true: neither is there without the other, whenever the process dies.</summary>
public static class WebhookOutbox
{
    /// <param name="write">The transaction.</param>
    /// <param name="run">The run, already ended.</param>
    /// <param name="name">One of <see cref="WebhookEvent"/>.</param>
    public static void Enqueue(StoreSession write, Run run, string name)
    {
        var told = write.Database.Webhooks
            .Where(webhook => webhook.ConnectorId == run.ConnectorId && webhook.IsEnabled)
            .Where(webhook => !write.Database.WebhookDeliveries.Any(delivery => delivery.WebhookId == webhook.Id && delivery.RunId == run.Id && delivery.Event == name))
            .Select(webhook => webhook.Id)
            .ToList();
        var at = run.DecidedAt ?? run.EndedAt ?? run.QueuedAt;
        write.Database.WebhookDeliveries.AddRange(told.Select(webhook => new WebhookDelivery { WebhookId = webhook, RunId = run.Id, Event = name, CreatedAt = at, NextAttemptAt = at }));
        write.Database.SaveChanges();
    }
}
