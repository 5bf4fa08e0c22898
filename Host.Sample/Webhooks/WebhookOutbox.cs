using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Webhooks;

/// <summary>Notes down what webhooks are to be told, in the transaction that makes it true: neither is there without the other, whenever the process dies.</summary>
public sealed class WebhookOutbox(WebhookTargets targets)
{
    /// <param name="write">The transaction.</param>
    /// <param name="run">The run, already ended.</param>
    /// <param name="name">One of <see cref="WebhookEvent"/>.</param>
    public void Enqueue(StoreSession write, Run run, string name)
    {
        var told = write.Database.Webhooks
            .Where(webhook => webhook.ConnectorId == run.ConnectorId && webhook.IsEnabled)
            .Where(webhook => !write.Database.WebhookDeliveries.Any(delivery => delivery.WebhookId == webhook.Id && delivery.RunId == run.Id && delivery.Event == name))
            .AsNoTracking()
            .ToList()
            .FindAll(webhook => Wants(webhook, name));
        var at = run.DecidedAt ?? run.EndedAt ?? run.QueuedAt;
        write.Database.WebhookDeliveries.AddRange(told.Select(webhook => new WebhookDelivery { WebhookId = webhook.Id, RunId = run.Id, Event = name, CreatedAt = at, NextAttemptAt = at }));
        write.Database.SaveChanges();
    }

    private bool Wants(Webhook webhook, string name)
    {
        try
        {
            return targets.Open(webhook).Filter?.Wants(name) ?? true;
        }
        catch (HostException)
        {
            // Altered in the store, or the keys cannot be read: the run ends all the same, and the delivery says why it cannot be made.
            return true;
        }
    }
}
