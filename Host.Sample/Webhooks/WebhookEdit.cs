namespace Host.Sample.Webhooks;

/// <summary>What is to be changed of a webhook; what is null stays as it is.</summary>
public sealed record WebhookEdit
{
    public string? Name { get; init; }

    /// <summary>The whole address.</summary>
    public string? Url { get; init; }

    public WebhookFilter? Filter { get; init; }
}
