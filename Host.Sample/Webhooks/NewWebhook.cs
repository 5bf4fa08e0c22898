namespace Host.Sample.Webhooks;

/// <summary>A webhook just made.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Secret">The secret that the host has made for it, shown this once; null when it was given.</param>
public sealed record NewWebhook(WebhookView Webhook, string? Secret);
