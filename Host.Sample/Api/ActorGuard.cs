using Host.Sample.Access;
using Microsoft.AspNetCore.Authentication;

namespace Host.Sample.Api;

/// <summary>Tells the rooms for whom a request is made; for somebody unknown, such as the browser of a person who consents, nobody.</summary>
internal sealed class ActorGuard(RequestDelegate next, CurrentActor current)
{
    private static readonly Actor Visitor = new("visitor", AccessRole.Reader);

    public async Task InvokeAsync(HttpContext context)
    {
        // Also that a path of REST leads nowhere is told only to those who are known.
        if (context.GetEndpoint() is null && context.User.Identity is not { IsAuthenticated: true } && context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            await context.ChallengeAsync();

            return;
        }

        current.Become(DoorSchemes.ActorOf(context.User) ?? Visitor);
        await next(context);
    }
}
