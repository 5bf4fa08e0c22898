namespace Host.Sample.Webhooks;

/// <summary>Where a webhook's messages go, what they are signed with and what it is told. Kept encrypted only.</summary>
/// <param name="ConnectorId">Whose runs are told.</param>
/// <param name="Url">The address; it may hold a secret itself.</param>
/// <param name="Secret">What signs.</param>
public sealed record WebhookTarget(int ConnectorId, Uri Url, string Secret)
{
    /// <summary>What it is told; null: everything.</summary>
    public WebhookFilter? Filter { get; init; }

    /// <summary>What the ids of its messages are made of: how the target was first encrypted. Null until it is changed the first time.</summary>
    public string? Origin { get; init; }

    /// <summary>Scheme and host, for people.</summary>
    public string Host => Url.GetLeftPart(UriPartial.Authority);

    public override string ToString() => Host;
}
