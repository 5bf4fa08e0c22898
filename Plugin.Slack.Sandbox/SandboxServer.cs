using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Plugin.Slack.Sandbox.Access;
using Plugin.Slack.Sandbox.Consent;
using Plugin.Slack.Sandbox.Controls;
using Plugin.Slack.Sandbox.Faults;
using Plugin.Slack.Sandbox.Limits;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox;

/// <summary>A running sandbox on 127.0.0.1. Several may run side by side in one process; disposing stops one.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly SlackApp _app;
    private readonly bool _hasRateLimits;

    private SandboxServer(WebApplication application, SlackApp app, Uri address, bool hasRateLimits)
    {
        _hasRateLimits = hasRateLimits;
        _application = application;
        _app = app;
        Address = address;
    }

    /// <summary>For example <c>http://127.0.0.1:40123/</c>. The Web API lies below <c>api/</c>.</summary>
    public Uri Address { get; }

    public string ClientId => _app.ClientId;

    public string ClientSecret => _app.ClientSecret;

    /// <exception cref="IOException">The port is in use.</exception>
    /// <exception cref="ArgumentException">A fault cannot be read.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);

        // An empty builder reads no files and no environment: what the options say is all there is.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        WebApplication application = builder.Build();
        SlackOrganisation organisation = new(options);
        SlackApp app = new(options, organisation);
        FaultPlan faults = new(options.Faults);
        CallLog calls = new();
        ApiRouter api = new(options, organisation, app, faults, new RateLimits(options), calls);
        ConsentPage consent = new(app);
        ControlRoutes controls = new(organisation, new TokenControls(app), new ChangeControls(organisation), faults, calls);
        application.Run(context => AnswerAsync(context, api, consent, controls));
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new SandboxServer(application, app, new Uri(address + "/"), options.RateLimits);
    }

    /// <summary>The one line that says to whoever started the sandbox how to use it.</summary>
    public string ReadyLine()
    {
        Ready ready = new(
            true,
            Address.AbsoluteUri,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["api_address"] = Address.AbsoluteUri,
                ["client_id"] = ClientId,
                ["client_secret"] = ClientSecret,

                // Without limits nothing is gained by keeping to them.
                ["pace"] = _hasRateLimits ? "tier" : "unpaced",
            },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["decision"] = "allow" },
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["next_day"] = new Uri(Address, "sandbox/next-day").AbsoluteUri,
                ["collapse"] = new Uri(Address, "sandbox/collapse").AbsoluteUri,
            });
        return JsonSerializer.Serialize(ready, ReadyJson.Default.Ready);
    }

    public async ValueTask DisposeAsync()
    {
        // Clients that are still connected are cut off: a sandbox has nothing worth waiting for.
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private static async Task AnswerAsync(HttpContext context, ApiRouter api, ConsentPage consent, ControlRoutes controls)
    {
        CancellationToken cancellationToken = context.RequestAborted;
        string path = context.Request.Path.Value ?? "/";
        try
        {
            if (path.StartsWith("/api/", StringComparison.Ordinal))
            {
                await api.AnswerAsync(context, path[5..], cancellationToken);
            }
            else if (path == "/oauth/v2/authorize")
            {
                await consent.AnswerAsync(context, cancellationToken);
            }
            else if (path.StartsWith("/sandbox/", StringComparison.Ordinal))
            {
                await controls.AnswerAsync(context, path[9..], cancellationToken);
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The client has gone; there is nobody to tell.
        }
    }
}
