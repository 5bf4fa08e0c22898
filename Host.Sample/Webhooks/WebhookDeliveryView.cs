using Host.Sample.Database;

namespace Host.Sample.Webhooks;

/// <summary>A delivery as people see it.</summary>
public sealed record WebhookDeliveryView(
    long Id,
    string Webhook,
    string Event,
    long RunId,
    WebhookDeliveryState State,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? EndedAt,
    int? LastStatus,
    string? LastProblem);
