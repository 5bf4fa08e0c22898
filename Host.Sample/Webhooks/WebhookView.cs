using Host.Sample.Database;

namespace Host.Sample.Webhooks;

/// <summary>A webhook as people see it; never its whole address, never its secret.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Host">Scheme and host of the address.</param>
/// <param name="IsEnabled">Whether it is told of runs.</param>
/// <param name="Waiting">Deliveries that are still to be made.</param>
/// <param name="GivenUp">Deliveries of the last thirty days that were given up.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When.</param>
public sealed record WebhookView(string Name, string Host, bool IsEnabled, int Waiting, int GivenUp, string CreatedBy, DateTimeOffset CreatedAt)
{
    /// <summary>What it is told.</summary>
    public WebhookFilter Filter { get; init; } = WebhookFilter.Everything;

    /// <summary>Why nothing can be sent to it, in a sentence; null: it can.</summary>
    public string? Trouble { get; init; }

    internal static WebhookView Of(Webhook webhook, int waiting, int givenUp) =>
        new(webhook.Name, webhook.Host, webhook.IsEnabled, waiting, givenUp, webhook.CreatedBy, webhook.CreatedAt);
}
