using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Host.Sample.Database;
using Host.Sample.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Webhooks;

/// <summary>Takes what is due out of the outbox and delivers it: at least once, by one process at a time, and once more when that process dies.</summary>
public sealed partial class WebhookDeliveries(
    IDbContextFactory<HostDatabase> databases, StoreWriter writer, WebhookTargets targets, WebhookBody bodies, WebhookSender sender, WebhookRetries retries, TimeProvider clock, ILogger<WebhookDeliveries> logger)
{
    private const int AtOnce = 4;

    // In place of a connector's number, which is above zero. Whoever takes deliveries waits for others who take some, in whatever process, and for nobody's run.
    private const int Outbox = 0;

    /// <summary>So long a delivery belongs to whoever has taken it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>So long it is told what became of a delivery.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    /// <summary>Delivers all that is due, several at a time, so that a receiver that hangs holds up nobody else.</summary>
    /// <returns>How many attempts were answered well, and how many were not.</returns>
    public async Task<(int Delivered, int Failed)> DeliverDueAsync(CancellationToken cancellationToken)
    {
        if (!await IsAnyDueAsync(cancellationToken))
        {
            return (0, 0);
        }

        var forgotten = clock.GetUtcNow() - Remembered;
        await writer.WriteAsync(Outbox, write => write.Database.WebhookDeliveries.Where(delivery => delivery.EndedAt < forgotten).ExecuteDelete(), cancellationToken);
        var results = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => DrainAsync(cancellationToken)));

        return (results.Sum(result => result.Delivered), results.Sum(result => result.Failed));
    }

    /// <summary>The id that a receiver drops repeats by: the same at every attempt, and no other host's, because the webhook's target, as it was first encrypted, is random.</summary>
    private static string IdOf(Webhook webhook, WebhookTarget target, WebhookDelivery delivery) =>
        "run_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{target.Origin ?? webhook.ProtectedTarget} {delivery.Id}"))))[..32];

    private async Task<bool> IsAnyDueAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return await Due(database, clock.GetUtcNow()).AnyAsync(cancellationToken);
    }

    private static IQueryable<WebhookDelivery> Due(HostDatabase database, DateTimeOffset now) =>
        database.WebhookDeliveries.Where(delivery => delivery.State == WebhookDeliveryState.Waiting && delivery.NextAttemptAt <= now);

    private async Task<(int Delivered, int Failed)> DrainAsync(CancellationToken cancellationToken)
    {
        var (delivered, failed) = (0, 0);

        while (await ClaimAsync(cancellationToken) is { } claim)
        {
            var answer = await AttemptAsync(claim, cancellationToken);
            await NoteAsync(claim, answer.Answer, answer.IsHopeless, cancellationToken);
            (delivered, failed) = answer.Answer.Problem is null ? (delivered + 1, failed) : (delivered, failed + 1);
        }

        return (delivered, failed);
    }

    /// <summary>Takes the delivery that has been due longest. An attempt counts when it is begun: one that kills its process is not repeated for ever.</summary>
    private Task<Claim?> ClaimAsync(CancellationToken cancellationToken) => writer.WriteAsync(
        Outbox,
        write =>
        {
            var now = clock.GetUtcNow();
            var delivery = Due(write.Database, now).OrderBy(entity => entity.NextAttemptAt).ThenBy(entity => entity.Id).FirstOrDefault();

            if (delivery is null)
            {
                return null;
            }

            delivery.Attempts++;
            delivery.NextAttemptAt = now + Lease;
            write.Database.SaveChanges();

            return new Claim(
                delivery,
                write.Database.Webhooks.AsNoTracking().Single(webhook => webhook.Id == delivery.WebhookId),
                write.Database.Runs.AsNoTracking().Include(run => run.Streams).SingleOrDefault(run => run.Id == delivery.RunId));
        },
        cancellationToken);

    private async Task<(WebhookAnswer Answer, bool IsHopeless)> AttemptAsync(Claim claim, CancellationToken cancellationToken)
    {
        var (delivery, webhook, run) = claim;

        try
        {
            var target = targets.Open(webhook);

            if (run is null || run.ConnectorId != webhook.ConnectorId || !WebhookEvent.Fits(delivery.Event, run.State))
            {
                return (new(null, $"The outbox was altered in the store: run {delivery.RunId} is none of this webhook's connector of which '{delivery.Event}' could be told. Nothing is sent."), true);
            }

            // Ends before somebody else may take the delivery.
            using CancellationTokenSource lease = new(Lease * 0.8, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(lease.Token, cancellationToken);
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var connector = await database.Connectors.AsNoTracking().SingleAsync(entity => entity.Id == webhook.ConnectorId, cancellationToken);
            var body = await bodies.OfAsync(delivery, connector, run, target.Filter ?? WebhookFilter.Everything, either.Token);
            var answer = await sender.SendAsync(target, IdOf(webhook, target, delivery), body, either.Token);

            return (answer, answer.IsGone);
        }
        catch (HostException exception)
        {
            return (new(null, exception.Message), exception.Problem is HostProblem.Invalid);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (new(null, "What there is to tell could not be put together in time."), false);
        }
    }

    private async Task NoteAsync(Claim claim, WebhookAnswer answer, bool isHopeless, CancellationToken cancellationToken)
    {
        var (delivery, now) = (claim.Delivery, clock.GetUtcNow());
        var wait = answer.Problem is null || isHopeless ? null : retries.After(delivery.Attempts);
        var state = answer.Problem is null ? WebhookDeliveryState.Delivered : wait is null ? WebhookDeliveryState.GivenUp : WebhookDeliveryState.Waiting;
        DateTimeOffset? next = wait is { } time ? now + time : null;
        DateTimeOffset? ended = wait is null ? now : null;

        HostMeter.WebhookDeliveries.Add(1, new KeyValuePair<string, object?>(TelemetryTag.Outcome, state is WebhookDeliveryState.Waiting ? "to_be_retried" : state is WebhookDeliveryState.Delivered ? "delivered" : "given_up"));

        // Only if it is still ours: after the lease somebody else may have taken it, or a person has switched the webhook off.
        await writer.WriteAsync(
            Outbox,
            write => write.Database.WebhookDeliveries
                .Where(entity => entity.Id == delivery.Id && entity.Attempts == delivery.Attempts && entity.State == WebhookDeliveryState.Waiting)
                .ExecuteUpdate(set => set
                    .SetProperty(entity => entity.State, state)
                    .SetProperty(entity => entity.NextAttemptAt, next)
                    .SetProperty(entity => entity.EndedAt, ended)
                    .SetProperty(entity => entity.LastStatus, answer.Status)
                    .SetProperty(entity => entity.LastProblem, answer.Problem)),
            cancellationToken);

        if (answer.Problem is not null)
        {
            LogFailed(logger, delivery.Id, claim.Webhook.Name, delivery.Attempts, state, answer.Problem);
        }
    }

    [LoggerMessage(2500, LogLevel.Warning, "Delivery {DeliveryId} to the webhook {Webhook} failed at attempt {Attempt} and is {State}: {Problem}")]
    private static partial void LogFailed(ILogger logger, long deliveryId, string webhook, int attempt, WebhookDeliveryState state, string problem);

    private sealed record Claim(WebhookDelivery Delivery, Webhook Webhook, Run? Run);
}
