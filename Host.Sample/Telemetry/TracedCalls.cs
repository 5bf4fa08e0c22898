using System.Diagnostics;
using System.Globalization;

namespace Host.Sample.Telemetry;

/// <summary>Traces a connector's or webhook's calls: method, host, the address as a template, the status. Neither query, headers nor bodies are looked at.</summary>
internal sealed class TracedCalls : DelegatingHandler
{
    private static readonly HashSet<string> Known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        HostTraces.Source.HasListeners() ? TraceAsync(request, cancellationToken) : base.SendAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> TraceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var method = Known.Contains(request.Method.Method) ? request.Method.Method : "_OTHER";
        using var activity = HostTraces.Source.StartActivity(method, ActivityKind.Client);
        activity?.SetTag("http.request.method", method);

        if (activity is not null && request.RequestUri is { } address)
        {
            var template = UrlTemplate.Of(address);
            activity.DisplayName = $"{method} {template}";
            activity.SetTag("url.template", template);
            activity.SetTag("url.scheme", address.Scheme);
            activity.SetTag("server.address", address.IdnHost);
            activity.SetTag("server.port", address.Port);
        }

        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            var status = (int)response.StatusCode;
            activity?.SetTag("http.response.status_code", status);

            if (status >= 400)
            {
                activity.Failed(status.ToString(CultureInfo.InvariantCulture));
            }

            return response;
        }
        catch (HttpRequestException exception)
        {
            activity.Failed(exception.HttpRequestError.ToString());

            throw;
        }
        catch (OperationCanceledException)
        {
            activity.Failed("cancelled");

            throw;
        }
    }
}
