using Host.Sample.Access;

namespace Host.Sample.Api;

/// <summary>Tells the rooms for whom a request is made; for somebody unknown, such as the browser of a person who consents, nobody.</summary>
internal sealed class ActorGuard(RequestDelegate next, CurrentActor current)
{
    private static readonly Actor Visitor = new("visitor", AccessRole.Reader);

    public async Task InvokeAsync(HttpContext context)
    {
        current.Become(DoorSchemes.ActorOf(context.User) ?? Visitor);
        await next(context);
    }
}
