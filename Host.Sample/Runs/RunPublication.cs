using Host.Sample.Database;
using Host.Sample.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Runs;

/// <summary>The one place where a run becomes the one that readers see, and where those who wait for it are told, in the same transaction.</summary>
internal static class RunPublication
{
    public static void Publish(StoreSession write, Run run, WebhookOutbox outbox)
    {
        Show(write, run);
        outbox.Enqueue(write, run, WebhookEvent.RunPublished);
    }

    /// <summary>Lets readers see an earlier published run again; nothing new is to be told.</summary>
    public static void GoBackTo(StoreSession write, Run run) => Show(write, run);

    private static void Show(StoreSession write, Run run) =>
        write.Database.Connectors.Where(entity => entity.Id == run.ConnectorId).ExecuteUpdate(set => set.SetProperty(entity => entity.PublishedRunId, run.Id));
}
