using System.Net;
using System.Net.Sockets;
using Host.Sample.Telemetry;

namespace Host.Sample.Connectors;

/// <summary>Makes the way out of a connector: only to the hosts of its manifest by https, and to origins that the host's own options or its sandbox name.</summary>
public sealed class OutboundGate(HostOptions options)
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    /// <summary>A client whose owner is the caller.</summary>
    /// <param name="allowedHosts">The manifest's hosts; what lies below them is allowed too.</param>
    /// <param name="sandboxOrigin">An origin allowed to this connector alone, or null.</param>
    public HttpClient Open(IReadOnlyList<string> allowedHosts, string? sandboxOrigin)
    {
        string[] origins = [.. options.AllowedOrigins.Append(sandboxOrigin).OfType<string>().Select(Origin)];
#pragma warning disable CA2000 // The client owns the guard and the transport, and its owner is the caller.
        var transport = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = ConnectionLife,
            ConnectTimeout = ConnectLimit,
            // The service has no business with the host's trace ids.
            ActivityHeadersPropagator = null,
            ConnectCallback = (context, cancellationToken) => ConnectAsync(context, origins, cancellationToken),
        };

#pragma warning disable RS0030 // This is the place where the client that everybody is handed comes from.
        return new(new Guard(allowedHosts, origins) { InnerHandler = new TracedCalls { InnerHandler = transport } }) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore RS0030, CA2000
    }

    /// <summary>Why an address may not be reached, or null when it may.</summary>
    public string? Refusal(Uri address, IReadOnlyList<string> allowedHosts, string? sandboxOrigin) =>
        Refusal(address, allowedHosts, [.. options.AllowedOrigins.Append(sandboxOrigin).OfType<string>().Select(Origin)]);

    private static string? Refusal(Uri address, IReadOnlyList<string> allowedHosts, string[] origins)
    {
        if (origins.Contains(Origin(address)))
        {
            return null;
        }

        var host = address.IdnHost.TrimEnd('.');

        if (!allowedHosts.Any(allowed => host.Equals(allowed, StringComparison.OrdinalIgnoreCase) || host.EndsWith($".{allowed}", StringComparison.OrdinalIgnoreCase)))
        {
            return $"The host '{host}' is not among those that this plugin may reach ({string.Join(", ", allowedHosts)}).";
        }

        return address.Scheme == Uri.UriSchemeHttps ? null : $"The host '{host}' may be reached by https only.";
    }

    private static string Origin(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var address) ? Origin(address) : "";

    private static string Origin(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.StrongPort, UriFormat.UriEscaped).ToLowerInvariant();

    /// <summary>Resolves once, judges the addresses and connects to those judged, so that a name cannot change its mind in between.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, string[] origins, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        var request = context.InitialRequestMessage.RequestUri;
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);

        // Another end point than the request's own host is a proxy, which the administrator of the machine has chosen.
        var isProxy = !string.Equals(request?.IdnHost.Trim('[', ']'), target.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);

        if (!isProxy && !(request is not null && origins.Contains(Origin(request))))
        {
            addresses = Array.FindAll(addresses, PublicAddress.Is);

            if (addresses.Length == 0)
            {
                throw new HttpRequestException(
                    HttpRequestError.NameResolutionError, $"The name '{target.Host}' leads to a private, loopback or link-local address, which is reached only when the host is started with --allow-origin for it.");
            }
        }

#pragma warning disable CA2000 // The stream that is given back owns it.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
#pragma warning restore CA2000

        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();

            throw;
        }
    }

    private sealed class Guard(IReadOnlyList<string> allowedHosts, string[] origins) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri is { } address && Refusal(address, allowedHosts, origins) is { } refusal
                ? Task.FromException<HttpResponseMessage>(new HttpRequestException(refusal))
                : base.SendAsync(request, cancellationToken);
    }
}
