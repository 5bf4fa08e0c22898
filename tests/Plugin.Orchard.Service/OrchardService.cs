using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.WebUtilities;

namespace Plugin.Orchard.Service;

/// <summary>The orchard's office over real HTTP: consent page, token desk, and who-am-I. One a test, or one a process.</summary>
public sealed class OrchardService : IAsyncDisposable
{
    private readonly OrchardServiceOptions _options;
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _codes = [];
    private readonly ConcurrentDictionary<string, bool> _tokens = [];
    private readonly ConcurrentDictionary<string, bool> _refreshTokens = [];
    private int _issued;
    private int _day;
    private int _questions;

    private OrchardService(OrchardServiceOptions options)
    {
        _options = options;
        _tokens[options.Token] = true;

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.UseRouting();
        _app.MapGet("/consent", Consent);
        _app.MapPost("/consent", DecideAsync);
        _app.MapPost("/token", TradeAsync);
        _app.MapGet("/whoami", WhoAmI);
        _app.MapPost("/next-day", NextDay);
    }

    /// <summary>Where the office is, with a closing slash.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>How often somebody asked who they are: once a page.</summary>
    public int Questions => _questions;

    /// <summary>Which day it is in the orchard.</summary>
    public int Day => _day;

    public static async Task<OrchardService> StartAsync(OrchardServiceOptions options, CancellationToken cancellationToken)
    {
        var service = new OrchardService(options);
        await service._app.StartAsync(cancellationToken);
        service.Address = new(service._app.Urls.First() + "/");

        return service;
    }

    /// <summary>Makes every token worthless, as when an administrator removes the application.</summary>
    public void RevokeAll()
    {
        _tokens.Clear();
        _refreshTokens.Clear();
    }

    /// <summary>Lets a day pass: growers leave, join and change, harvests are added.</summary>
    public void PassDay() => Interlocked.Increment(ref _day);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Consent(HttpRequest request)
    {
        if (request.Query["client_id"] != _options.ClientId || !IsKnownRedirect(request.Query["redirect_uri"]))
        {
            return Results.Text("The office does not know this application, or not with this redirect address.", "text/plain", statusCode: StatusCodes.Status400BadRequest);
        }

        return Results.Text(
            $"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Orchard's office</title></head><body>
            <h1>Let an application look at the orchard?</h1><p>It asks for: {HtmlEncoder.Default.Encode(request.Query["scope"].ToString())}</p>
            <form method="post"><button name="decision" value="allow">Allow</button> <button name="decision" value="cancel">Cancel</button></form>
            </body></html>
            """,
            "text/html");
    }

    private async Task<IResult> DecideAsync(HttpRequest request)
    {
        var redirect = request.Query["redirect_uri"].ToString();

        if (request.Query["client_id"] != _options.ClientId || !IsKnownRedirect(redirect))
        {
            return Results.BadRequest();
        }

        var decision = (await request.ReadFormAsync(request.HttpContext.RequestAborted))["decision"];
        Dictionary<string, string?> answer = new() { ["state"] = request.Query["state"] };

        if (decision == "allow")
        {
            var code = Issue("code");
            _codes[code] = redirect;
            answer["code"] = code;
        }
        else
        {
            answer["error"] = "access_denied";
        }

        return Results.Redirect(QueryHelpers.AddQueryString(redirect, answer));
    }

    private async Task<IResult> TradeAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);

        if (form["client_id"] != _options.ClientId || form["client_secret"] != _options.ClientSecret)
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        var isGood = form["refresh_token"].ToString() is { Length: > 0 } refresh
            ? _refreshTokens.TryRemove(refresh, out _)
            : _codes.TryRemove(form["code"].ToString(), out var redirect) && redirect == form["redirect_uri"];

        return isGood ? Grant() : Results.BadRequest();
    }

    private IResult Grant()
    {
        var token = Issue("access");
        _tokens[token] = true;
        Dictionary<string, object> answer = new()
        {
            ["access_token"] = token,
            ["scopes"] = string.Join(' ', _options.Scopes),
            ["account"] = "head gardener",
            ["orchard"] = "Office Orchard",
        };

        if (_options.TokenLife is { } life)
        {
            var refresh = Issue("refresh");
            _refreshTokens[refresh] = true;
            answer["refresh_token"] = refresh;
            answer["expires_in"] = (int)life.TotalSeconds;
        }

        return Results.Json(answer);
    }

    private IResult WhoAmI(HttpRequest request)
    {
        Interlocked.Increment(ref _questions);

        return request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] && _tokens.ContainsKey(token)
            ? Results.Json(new { orchard = "Office Orchard", account = "head gardener", scopes = string.Join(' ', _options.Scopes), day = _day })
            : Results.Unauthorized();
    }

    private IResult NextDay()
    {
        PassDay();

        return Results.Json(new { day = _day });
    }

    private bool IsKnownRedirect(string? redirect) =>
        Uri.TryCreate(redirect, UriKind.Absolute, out var address) && (_options.RedirectUrl is null || _options.RedirectUrl == address);

    private string Issue(string kind) => string.Create(CultureInfo.InvariantCulture, $"orchard-{kind}-{Interlocked.Increment(ref _issued)}");
}
