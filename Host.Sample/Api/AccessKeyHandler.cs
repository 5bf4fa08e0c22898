using System.Text.Encodings.Web;
using Host.Sample.Access;
using Host.Sample.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Host.Sample.Api;

/// <summary>Knows whoever sends an access key with the request.</summary>
internal sealed class AccessKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";

    /// <summary>That the key is good, but not for this.</summary>
    public static Problem TooLow { get; } = Api.Problem.Of(new(
        HostProblem.NotAllowed, "The access key does not have the role for this.", "Ask an administrator of this host for a key with a higher role."));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (await keys.FindAsync(header[Bearer.Length..].Trim(), Context.RequestAborted) is { } holder)
        {
            return AuthenticateResult.Success(new(DoorSchemes.Principal(holder, Scheme.Name, null), Scheme.Name));
        }

        HostMeter.SignInFailures.Add(1, new KeyValuePair<string, object?>(TelemetryTag.Door, "rest"));

        return AuthenticateResult.Fail("The key opens nothing.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";

        return Api.Problem.WriteAsync(Context, new()
        {
            Type = Api.Problem.TypeOf("access-key"),
            Title = "Access key needed",
            Status = StatusCodes.Status401Unauthorized,
            Detail = "The request carries no access key, or one that does not open this host.",
            Fix = "Send the header 'Authorization: Bearer <key>' with the key that was shown when the host first started; a new one can be made on the host's machine.",
        });
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Api.Problem.WriteAsync(Context, TooLow);
}
