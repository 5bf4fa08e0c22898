namespace Host.Sample.Connectors;

/// <summary>A link that has just been made. This is the only time that it can be read.</summary>
public sealed record NewConsentLink(Uri Address, DateTimeOffset ExpiresAt)
{
    public override string ToString() => "***";
}
