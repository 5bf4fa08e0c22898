namespace Host.Sample.Database;

public enum WebhookDeliveryState
{
    Waiting,
    Delivered,

    /// <summary>Tried as often as it is tried, or cannot be delivered at all.</summary>
    GivenUp,
}
