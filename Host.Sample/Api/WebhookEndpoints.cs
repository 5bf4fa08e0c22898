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
        var added = await service.AddAsync(connector, body.Name, body.Url, body.Secret, cancellationToken);

        return TypedResults.Created((string?)null, added);
    }

    private static async Task<IResult> EnableAsync(string connector, string webhook, WebhookSwitchBody body, WebhookService service, CancellationToken cancellationToken)
    {
        await service.EnableAsync(connector, webhook, body.IsEnabled, cancellationToken);

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
    }

    internal sealed record WebhookSwitchBody
    {
        public required bool IsEnabled { get; init; }
    }
}
