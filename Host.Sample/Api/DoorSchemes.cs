using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Host.Sample.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace Host.Sample.Api;

/// <summary>How somebody is known at the web door: by an access key with each request, or by a session that a key has opened.</summary>
public static class DoorSchemes
{
    public const string Key = "AccessKey";
    public const string Session = CookieAuthenticationDefaults.AuthenticationScheme;
    public const string OperatorPolicy = "operator";
    public const string AdministratorPolicy = "administrator";
    public const string KeyIdClaim = "access_key";
    public const string UntilClaim = "until";
    public const string SignInPath = "/sign-in";

    /// <summary>How long a session lasts.</summary>
    public static readonly TimeSpan SessionLength = TimeSpan.FromHours(10);

    private const string Either = "Door";

    public static IServiceCollection AddDoorSchemes(this IServiceCollection services, HostOptions options)
    {
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, policy => policy.ForwardDefaultSelector = context => Choose(context.Request))
            .AddScheme<AuthenticationSchemeOptions, AccessKeyHandler>(Key, null)
            .AddCookie(Session, cookie =>
            {
                // Cookies know no ports: two hosts on one machine must not end each other's sessions.
                cookie.Cookie.Name = $"connector-host-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.DataFolder)))[..8]}";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.ExpireTimeSpan = SessionLength;
                cookie.SlidingExpiration = false;
                cookie.LoginPath = SignInPath;
                cookie.ReturnUrlParameter = "return";
                cookie.Events.OnValidatePrincipal = ValidateAsync;
                cookie.AccessDeniedPath = "/no-permission";
                cookie.Events.OnRedirectToLogin = context => IsRest(context.Request) ? context.HttpContext.ChallengeAsync(Key) : RedirectAsync(context);
                cookie.Events.OnRedirectToAccessDenied = context => IsRest(context.Request) ? context.HttpContext.ForbidAsync(Key) : RedirectAsync(context);
            });
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(OperatorPolicy, policy => policy.RequireRole(Role(AccessRole.Operator), Role(AccessRole.Administrator)))
            .AddPolicy(AdministratorPolicy, policy => policy.RequireRole(Role(AccessRole.Administrator)));

        return services;
    }

    /// <summary>What a key makes of its holder, as the framework wants to have it.</summary>
    public static ClaimsPrincipal Principal(AccessKeyHolder holder, string scheme, DateTimeOffset? until) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.Name, holder.Actor.Name),
            new(ClaimTypes.Role, Role(holder.Actor.Role)),
            new(KeyIdClaim, holder.KeyId.ToString(CultureInfo.InvariantCulture)),
            .. until is { } end ? [new Claim(UntilClaim, end.ToString("O", CultureInfo.InvariantCulture))] : Array.Empty<Claim>(),
        ],
        scheme));

    /// <summary>Who a principal is; null when it is nobody.</summary>
    public static Actor? ActorOf(ClaimsPrincipal principal) =>
        principal.Identity is { IsAuthenticated: true, Name: { } name } && Enum.TryParse<AccessRole>(principal.FindFirstValue(ClaimTypes.Role), ignoreCase: true, out var role) ? new(name, role) : null;

    public static int? KeyIdOf(ClaimsPrincipal principal) =>
        int.TryParse(principal.FindFirstValue(KeyIdClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public static DateTimeOffset? UntilOf(ClaimsPrincipal principal) =>
        DateTimeOffset.TryParse(principal.FindFirstValue(UntilClaim), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var until) ? until : null;

    public static string Role(AccessRole role) => role.ToString().ToLowerInvariant();

    // A cookie comes with whatever a browser sends, also when another site makes it send: through it, REST can only be read.
    private static string Choose(HttpRequest request) =>
        request.Headers.Authorization.Count > 0 || (IsRest(request) && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) || (IsRest(request) && request.Cookies.Count == 0)
            ? Key
            : Session;

    private static bool IsRest(HttpRequest request) => request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private static Task RedirectAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.Redirect(context.RedirectUri);

        return Task.CompletedTask;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var keys = context.HttpContext.RequestServices.GetRequiredService<AccessKeys>();
        var holder = context.Principal is { } principal && KeyIdOf(principal) is { } id ? await keys.FindAsync(id, context.HttpContext.RequestAborted) : null;

        if (holder is null)
        {
            context.RejectPrincipal();
        }
    }
}
