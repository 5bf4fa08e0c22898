using System.Net;

namespace Host.Sample.Api;

/// <summary>Answers only to its own names: a foreign name that leads here is how a web page in somebody's browser would reach a loopback host.</summary>
internal sealed class HostHeaderGuard(RequestDelegate next, HostOptions options)
{
    public Task InvokeAsync(HttpContext context) =>
        IsOurs(context.Request.Host.Host)
            ? next(context)
            : Problem.WriteAsync(context, new()
            {
                Type = Problem.TypeOf("host-name"),
                Title = "Not a name of this host",
                Status = StatusCodes.Status421MisdirectedRequest,
                Detail = "The request names a host that this one is not known by.",
                Fix = "Use the address that the host printed when it started, or start it with its public address set.",
            });

    private bool IsOurs(string name)
    {
        if (Is(name, options.Address.Host) || (options.PublicAddress is { } known && Is(name, known.Host)))
        {
            return true;
        }

        var isLiteral = IPAddress.TryParse(name.Trim('[', ']'), out var address);

        if (Is(name, "localhost") || (isLiteral && IPAddress.IsLoopback(address!)))
        {
            return true;
        }

        // A name can be made to lead anywhere, an address cannot.
        return !options.Address.IsLoopback && (isLiteral || Is(name, Environment.MachineName));
    }

    private static bool Is(string name, string own) => name.Trim('[', ']').Equals(own.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);
}
