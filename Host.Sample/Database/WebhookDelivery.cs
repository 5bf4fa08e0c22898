namespace Host.Sample.Database;

/// <summary>Something that a webhook is to be told: the outbox. Written in the transaction that made it true.</summary>
public sealed class WebhookDelivery
{
    public long Id { get; set; }

    public int WebhookId { get; set; }

    public long RunId { get; set; }

    /// <summary>What happened: <c>run.published</c>, <c>run.held</c>.</summary>
    public required string Event { get; set; }

    public WebhookDeliveryState State { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Not before this moment; null when it has ended.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The HTTP status of the last attempt; null when none came.</summary>
    public int? LastStatus { get; set; }

    /// <summary>What went wrong, in a sentence.</summary>
    public string? LastProblem { get; set; }
}
