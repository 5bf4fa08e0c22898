using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Host.Sample.Connectors;
using Host.Sample.Logs;

namespace Host.Sample.Webhooks;

/// <summary>Sends one signed message. What the receiver writes back is neither read nor kept.</summary>
public sealed class WebhookSender(OutboundGate gate, KnownSecrets secrets, TimeProvider clock)
{
    /// <summary>How long a receiver has to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private const int MostProblemCharacters = 400;

    /// <summary>Why an address cannot be a webhook's; null when it can.</summary>
    public string? Refusal(Uri address) =>
        address.Scheme is not ("https" or "http") ? "Only http and https addresses can be called."
        : address.UserInfo.Length > 0 || address.Fragment.Length > 0 ? "The address must have neither a user name nor a fragment."
        : gate.Refusal(address, [address.IdnHost], null)
        ?? (IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var ip) && !PublicAddress.Is(ip) && !IsAllowedOrigin(address)
            ? $"The address {address.IdnHost} is a private, loopback or link-local one."
            : null);

    public async Task<WebhookAnswer> SendAsync(WebhookTarget target, string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (Refusal(target.Url) is { } refusal)
        {
            return new(null, refusal);
        }

        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var client = gate.Open([target.Url.IdnHost], null);
        using HttpRequestMessage request = new(HttpMethod.Post, target.Url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", WebhookSignature.Of(target.Secret, id, timestamp, body.Span));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("connector-host", "1"));
        using CancellationTokenSource patience = new(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);

        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);

            return Judge(response.StatusCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, $"The receiver did not answer within {Patience.TotalSeconds:0} seconds.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new(null, Words(exception));
        }
    }

    private static WebhookAnswer Judge(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => new((int)status, null),
        >= 300 and < 400 => new((int)status, $"The receiver answered {(int)status}: it sends elsewhere, which is not followed. Give the final address."),
        410 => new(410, "The receiver answered 410: it wants nothing any more."),
        _ => new((int)status, $"The receiver answered {(int)status}."),
    };

    // The innermost message says it best: outside stands that a connection could not be made.
    private string Words(Exception exception)
    {
        var inner = exception;

        while (inner.InnerException is { } next)
        {
            inner = next;
        }

        var text = secrets.Redact($"The receiver could not be reached: {inner.Message}".ReplaceLineEndings(" "));

        return text.Length > MostProblemCharacters ? text[..MostProblemCharacters] : text;
    }

    // Of http and a name the gate has decided already; an address in numbers would be refused only when it is called.
    private bool IsAllowedOrigin(Uri address) => gate.Refusal(address, [], null) is null;
}
