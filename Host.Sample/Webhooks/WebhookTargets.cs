using System.Globalization;
using System.Text.Json;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Logs;

namespace Host.Sample.Webhooks;

/// <summary>Encrypts targets for their webhook's number only, so that a target that was altered, or moved to another webhook or connector, is noticed.</summary>
public sealed class WebhookTargets(SecretVault vault, KnownSecrets known)
{
    public string Protect(int webhookId, WebhookTarget target)
    {
        Remember(target);

        return Convert.ToBase64String(vault.Protect(JsonSerializer.SerializeToUtf8Bytes(target), Place(webhookId)));
    }

    /// <exception cref="HostException"><see cref="HostProblem.Invalid"/>: the webhook was altered in the store, or the keys are others.</exception>
    public WebhookTarget Open(Webhook webhook)
    {
        WebhookTarget? target;

        try
        {
            target = JsonSerializer.Deserialize<WebhookTarget>(vault.Unprotect(Convert.FromBase64String(webhook.ProtectedTarget), Place(webhook.Id)));
        }
        catch (Exception exception) when (exception is FormatException or JsonException or HostException { Problem: HostProblem.Invalid })
        {
            throw Altered(webhook, "its address and secret cannot be decrypted", exception);
        }

        if (target is null || target.ConnectorId != webhook.ConnectorId || target.Host != webhook.Host)
        {
            throw Altered(webhook, "it is another connector's, or names another host", null);
        }

        Remember(target);

        return target;
    }

    private static HostException Altered(Webhook webhook, string how, Exception? cause) => new(
        HostProblem.Invalid,
        $"The webhook '{webhook.Name}' was altered in the store, or the keys are not those that it was made with: {how}. Nothing is sent.",
        "Find out who writes to the store, then remove the webhook and add it again with a new secret.",
        cause);

    private static string[] Place(int webhookId) => ["webhook", webhookId.ToString(CultureInfo.InvariantCulture)];

    private void Remember(WebhookTarget target)
    {
        known.Add(target.Secret);

        // Many services put a secret into the path or query.
        known.Add(target.Url.PathAndQuery);
    }
}
