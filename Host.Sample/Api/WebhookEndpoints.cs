using Host.Sample.Webhooks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Host.Sample.Api;

/// <summary>Webhooks over REST; every address of them is for administrators.</summary>
internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder api)
    {
        var webhooks = api.MapGroup("/connectors/{connector}/webhooks").WithTags("Webhooks");
        webhooks.MapGet("/", (string connector, WebhookService service, CancellationToken cancellationToken) => service.ListAsync(connector, cancellationToken))
            .WithName("ListWebhooks").WithSummary("Who is told of the connector's runs; never whole addresses, never secrets.");
        webhooks.MapPost("/", AddAsync)
            .WithName("AddWebhook").WithSummary("Makes a webhook. Without a secret one is made; the answer is the only time that it can be read.");
        webhooks.MapPut("/{webhook}", EnableAsync)
            .WithName("SetWebhook").WithSummary("Switches a webhook on or off; switched off, what it was yet to be told is given up.");
        webhooks.MapPatch("/{webhook}", EditAsync)
            .WithName("EditWebhook").WithSummary("Changes name, address, or what a webhook is told; what the body leaves out stays.");
        webhooks.MapPost("/{webhook}/secret", async (string connector, string webhook, SecretBody body, WebhookService service, CancellationToken cancellationToken) =>
                new RotatedSecret(await service.RotateAsync(connector, webhook, body.Secret, cancellationToken)))
            .WithName("RotateWebhookSecret").WithSummary("Gives a webhook another secret. Without one it is made; the answer is the only time that it can be read.");
        webhooks.MapPost("/deliveries/{delivery:long}/redeliver", RedeliverAsync)
            .WithName("Redeliver").WithSummary("Sends once more what was delivered or given up, under the same id.");
        webhooks.MapDelete("/{webhook}", RemoveAsync)
            .WithName("RemoveWebhook").WithSummary("Takes a webhook away, with what it was yet to be told.");
        webhooks.MapPost("/{webhook}/test", (string connector, string webhook, WebhookService service, CancellationToken cancellationToken) => service.TestAsync(connector, webhook, cancellationToken))
            .WithName("TestWebhook").WithSummary("Sends a message of the event 'webhook.test' now; the answer says what the receiver did.");
        webhooks.MapGet("/deliveries", (string connector, string? webhook, int? take, WebhookService service, CancellationToken cancellationToken) =>
                service.DeliveriesAsync(connector, webhook, Paging.Take(take), cancellationToken))
            .WithName("ListDeliveries").WithSummary("What was told and is to be told, the latest first: attempts, the next one, and what went wrong.");
    }

    private static async Task<Created<NewWebhook>> AddAsync(string connector, NewWebhookBody body, WebhookService service, CancellationToken cancellationToken)
    {
        var added = await service.AddAsync(connector, body.Name, body.Url, body.Secret, new(body.Events ?? [], body.Kinds ?? []), cancellationToken);

        return TypedResults.Created((string?)null, added);
    }

    private static async Task<IResult> EnableAsync(string connector, string webhook, WebhookSwitchBody body, WebhookService service, CancellationToken cancellationToken)
    {
        await service.EnableAsync(connector, webhook, body.IsEnabled, cancellationToken);

        return Results.NoContent();
    }

    private static async Task<IResult> EditAsync(string connector, string webhook, WebhookEditBody body, WebhookService service, CancellationToken cancellationToken)
    {
        WebhookFilter? filter = body.Events is null && body.Kinds is null ? null : new(body.Events ?? [], body.Kinds ?? []);
        await service.EditAsync(connector, webhook, new() { Name = body.Name, Url = body.Url, Filter = filter }, cancellationToken);

        return Results.NoContent();
    }

    private static async Task<IResult> RedeliverAsync(string connector, long delivery, WebhookService service, CancellationToken cancellationToken)
    {
        await service.RedeliverAsync(connector, delivery, cancellationToken);

        return Results.NoContent();
    }

    private static async Task<IResult> RemoveAsync(string connector, string webhook, WebhookService service, CancellationToken cancellationToken)
    {
        await service.RemoveAsync(connector, webhook, cancellationToken);

        return Results.NoContent();
    }

    internal sealed record NewWebhookBody
    {
        public required string Name { get; init; }

        public required string Url { get; init; }

        /// <summary>What signs; null: one is made.</summary>
        public string? Secret { get; init; }

        /// <summary>Events that are told; none: all.</summary>
        public string[]? Events { get; init; }

        /// <summary>Kinds of change that a published run is told with; none: all.</summary>
        public string[]? Kinds { get; init; }
    }

    /// <summary>What changes; of events and kinds both or none.</summary>
    internal sealed record WebhookEditBody(string? Name, string? Url, string[]? Events, string[]? Kinds);

    /// <param name="Secret">What signs; null: one is made.</param>
    internal sealed record SecretBody(string? Secret);

    /// <param name="Secret">The secret that was made; null: it was given.</param>
    internal sealed record RotatedSecret(string? Secret);

    internal sealed record WebhookSwitchBody
    {
        public required bool IsEnabled { get; init; }
    }
}
