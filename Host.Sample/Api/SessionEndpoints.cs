using Host.Sample.Access;
using Host.Sample.Telemetry;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace Host.Sample.Api;

/// <summary>Sessions of browsers: opened by an access key, ended by their owner or by time.</summary>
internal static class SessionEndpoints
{
    private const int MostKeyCharacters = 200;

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/session", SignInAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/session/renew", RenewAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/sign-out", SignOutAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync([FromForm] string? key, [FromForm(Name = "return")] string? returnTo, HttpContext context, AccessKeys keys, AuditTrail audit, CurrentActor current, TimeProvider clock)
    {
        var target = IsLocal(returnTo) ? returnTo! : "/";

        return await OpenAsync(key, context, keys, audit, current, clock)
            ? Results.LocalRedirect("~" + target)
            : Results.LocalRedirect($"~{DoorSchemes.SignInPath}?refused=true&return={Uri.EscapeDataString(target)}");
    }

    /// <summary>As signing in, for a page whose session has ended: the page stays. Only scripts of this origin can send JSON here.</summary>
    private static async Task<IResult> RenewAsync(Renewal renewal, HttpContext context, AccessKeys keys, AuditTrail audit, CurrentActor current, TimeProvider clock) =>
        await OpenAsync(renewal.Key, context, keys, audit, current, clock) ? Results.NoContent() : Results.Unauthorized();

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            throw new HostException(HostProblem.Usage, "This sign-out was not sent by a page of this host.", "Sign out by the menu of the person at the top of a page.");
        }

        await context.SignOutAsync(DoorSchemes.Session);

        return Results.LocalRedirect("~" + DoorSchemes.SignInPath);
    }

    private static async Task<bool> OpenAsync(string? key, HttpContext context, AccessKeys keys, AuditTrail audit, CurrentActor current, TimeProvider clock)
    {
        if (key is null or { Length: 0 or > MostKeyCharacters } || await keys.FindAsync(key.Trim(), context.RequestAborted) is not { } holder)
        {
            HostMeter.SignInFailures.Add(1, new KeyValuePair<string, object?>(TelemetryTag.Door, "session"));

            return false;
        }

        var until = clock.GetUtcNow() + DoorSchemes.SessionLength;
        await context.SignInAsync(DoorSchemes.Session, DoorSchemes.Principal(holder, DoorSchemes.Session, until), new() { IsPersistent = true, ExpiresUtc = until });
        current.Become(holder.Actor);
        await audit.RecordAsync("session.opened", holder.Actor.Name, null, context.RequestAborted);

        return true;
    }

    private static bool IsLocal(string? address) => address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl);

    internal sealed record Renewal(string? Key);
}
