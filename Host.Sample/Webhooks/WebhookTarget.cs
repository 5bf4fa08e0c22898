namespace Host.Sample.Webhooks;

/// <summary>Where a webhook's messages go and what they are signed with. Kept encrypted only.</summary>
/// <param name="ConnectorId">Whose runs are told.</param>
/// <param name="Url">The address; it may hold a secret itself.</param>
/// <param name="Secret">What signs.</param>
public sealed record WebhookTarget(int ConnectorId, Uri Url, string Secret)
{
    /// <summary>Scheme and host, for people.</summary>
    public string Host => Url.GetLeftPart(UriPartial.Authority);

    public override string ToString() => Host;
}
