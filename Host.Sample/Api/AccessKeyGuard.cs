namespace Host.Sample.Api;

/// <summary>Lets nobody pass without the access key, except to endpoints that are marked open and to paths that lead nowhere.</summary>
internal sealed class AccessKeyGuard(RequestDelegate next, AccessKeys keys)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var isOpen = endpoint is null ? !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) : endpoint.Metadata.GetMetadata<OpenDoor>() is not null;

        if (isOpen || (Key(context.Request) is { } key && await keys.IsValidAsync(key, context.RequestAborted)))
        {
            await next(context);

            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await Problem.WriteAsync(context, new()
        {
            Type = Problem.TypeOf("access-key"),
            Title = "Access key needed",
            Status = StatusCodes.Status401Unauthorized,
            Detail = "The request carries no access key, or one that does not open this host.",
            Fix = "Send the header 'Authorization: Bearer <key>' with the key that was shown when the host first started; a new one can be made on the host's machine.",
        });
    }

    private static string? Key(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
}
