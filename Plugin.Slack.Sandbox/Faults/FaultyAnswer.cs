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
        if (!FaultKind.IsGivenInFull(fault.Kind) || FaultKind.IsPaging(fault.Kind) || FaultKind.IsSpoiling(fault.Kind))
        {
            return false;
        }

        switch (fault.Kind)
        {
            case FaultKind.TooMany:
                await GiveTooManyRequestsAsync(response, 1, cancellationToken);
                return true;
            case FaultKind.TooManyWithoutWait:
                await GiveTooManyRequestsAsync(response, retryAfterSeconds: null, cancellationToken);
                return true;
            case FaultKind.TooManyInWords:
                response.StatusCode = StatusCodes.Status429TooManyRequests;
                response.Headers.RetryAfter = "1";
                response.ContentType = "text/plain; charset=utf-8";
                await response.WriteAsync("You have been rate limited.", cancellationToken);
                return true;
            case FaultKind.Unavailable:
                response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                response.ContentType = null;
                return true;
            case FaultKind.ServerError:
                await GiveHtmlAsync(response, StatusCodes.Status500InternalServerError, cancellationToken);
                return true;
            case FaultKind.Hang:
                // Until the client has had enough.
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                return true;
            case FaultKind.HtmlThatIsOk:
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
        if (fault.Kind == FaultKind.Reset)
        {
            context.Response.ContentLength = whole.Length;
        }

        await context.Response.Body.WriteAsync(whole[..(whole.Length / 2)], cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
        if (fault.Kind == FaultKind.Reset)
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
