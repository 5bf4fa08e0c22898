using System.Globalization;
using System.Text.Json;

namespace Plugin.Slack.Sandbox.Faults;

/// <summary>The answers that a client must survive.</summary>
internal static class FaultyAnswer
{
    private const string HtmlPage =
        "<!DOCTYPE html><html><head><title>Server Error | Slack</title></head><body><h1>Server Error</h1><p>It seems like there was a problem.</p></body></html>";

    /// <summary>Gives the answer of a fault that needs none of the method's; false when the method must run.</summary>
    public static async Task<bool> TryGiveAsync(Fault fault, HttpContext context, CancellationToken cancellationToken)
    {
        HttpResponse response = context.Response;
        switch (fault.Kind)
        {
            case "truncate" or "reset" or "empty-page":
                return false;
            case "429":
                await GiveTooManyRequestsAsync(response, 1, cancellationToken);
                return true;
            case "429-no-retry-after":
                await GiveTooManyRequestsAsync(response, retryAfterSeconds: null, cancellationToken);
                return true;
            case "500-html":
                await GiveHtmlAsync(response, StatusCodes.Status500InternalServerError, cancellationToken);
                return true;
            case "hang":
                // Until the client has had enough.
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                return true;
            case "html-200":
                await GiveHtmlAsync(response, StatusCodes.Status200OK, cancellationToken);
                return true;
        }

        if (fault.Kind.StartsWith("429-", StringComparison.Ordinal)
            && int.TryParse(fault.Kind.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
        {
            await GiveTooManyRequestsAsync(response, seconds, cancellationToken);
            return true;
        }

        await response.WriteAsync($$"""{"ok":false,"error":"{{JsonEncodedText.Encode(fault.Kind)}}"}""", cancellationToken);
        return true;
    }

    public static async Task GiveTooManyRequestsAsync(HttpResponse response, int? retryAfterSeconds, CancellationToken cancellationToken)
    {
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        if (retryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        await response.WriteAsync("""{"ok":false,"error":"ratelimited"}""", cancellationToken);
    }

    /// <summary>Half of a good answer: then an orderly end (<c>truncate</c>) or a broken connection (<c>reset</c>).</summary>
    public static async Task GiveHalfAsync(Fault fault, HttpContext context, ReadOnlyMemory<byte> whole, CancellationToken cancellationToken)
    {
        if (fault.Kind == "reset")
        {
            context.Response.ContentLength = whole.Length;
        }

        await context.Response.Body.WriteAsync(whole[..(whole.Length / 2)], cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
        if (fault.Kind == "reset")
        {
            context.Abort();
        }
    }

    private static Task GiveHtmlAsync(HttpResponse response, int status, CancellationToken cancellationToken)
    {
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(HtmlPage, cancellationToken);
    }
}
