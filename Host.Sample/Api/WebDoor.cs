using System.Net.Sockets;
using Host.Sample.Access;
using Host.Sample.Backups;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Health;
using Host.Sample.Logs;
using Host.Sample.Plugins;
using Host.Sample.Support;
using Host.Sample.Telemetry;
using Host.Sample.Web;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Serilog.Events;

namespace Host.Sample.Api;

/// <summary>The host's web server: REST, the OpenAPI document, health, and the pages that services send people back to.</summary>
public sealed class WebDoor : IAsyncDisposable
{
    /// <summary>The name under which a service of Windows runs this host.</summary>
    public const string ServiceName = "ConnectorHost";

    private const long MostBodyBytes = 256 * 1024;

    private readonly HostOptions _options;

    private WebDoor(HostOptions options, WebApplication app)
    {
        _options = options;
        App = app;
    }

    public WebApplication App { get; }

    /// <summary>The address that it really listens on, once started.</summary>
    public Uri Address => App.Services.GetRequiredService<CallbackAddress>().Listening;

    /// <summary>Composes the server; nothing is opened yet.</summary>
    /// <param name="options">What the person who starts the host decides.</param>
    /// <param name="consoleLevel">From which level on the log also goes to the error stream.</param>
    /// <param name="configure">Adds or replaces services.</param>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: an address that cannot or must not be listened on.</exception>
    public static WebDoor Build(HostOptions options, LogEventLevel consoleLevel, Action<IServiceCollection>? configure = null)
    {
        RequireSafe(options);

        // No settings file is read: what the host does is decided by its options.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            // The lists of the pages' files are found by it, also where another program has brought the host in.
            ApplicationName = typeof(WebDoor).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(ListenOn(options.Address)).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
        });
        // The services look after their own failures; a start that fails must not be told twice, as theirs too.
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host =>
        {
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
            host.ShutdownTimeout = options.StopTimeout;
        });
        // Each does nothing unless its service manager has started the process.
        builder.Services.AddSystemd().AddWindowsService(service => service.ServiceName = ServiceName);
        builder.WebHost.UseStaticWebAssets();
        configure?.Invoke(builder.Services);

        // Whoever comes through this door says who they are; work without a door in between is nobody's, unless the composer has said whose.
        builder.Services.TryAddSingleton(new CurrentActor(null));
        builder.Services
            .AddHostRooms(options)
            .AddHostLog(consoleLevel)
            .AddApi()
            .AddDoorSchemes(options)
            .AddWeb()
            .AddHealth()
            .AddHostedService<PluginWatch>()
            .AddHostedService<Heartbeat>()
            .AddHostedService<DebugWatch>();

        builder.AddTelemetry(options);

        var app = builder.Build();
        app.UseMiddleware<SecurityHeaders>();
        app.UseResponseCompression();
        app.UseMiddleware<ProblemGuard>();
        app.UseMiddleware<HostHeaderGuard>();
        // People are told on a page, programs by a problem.
        app.UseWhen(IsForPeople, pages => pages.UseStatusCodePagesWithReExecute("/not-found"));
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<ActorGuard>();
        app.UseAntiforgery();
        app.MapCallbacks();
        app.MapSessions();
        app.MapHealth();
        app.MapOpenApi().AllowAnonymous();
        var api = app.MapGroup("/api");
        api.MapPlugins();
        api.MapEndpointServers();
        api.MapConnectors();
        api.MapScopes();
        api.MapAuthorizations();
        api.MapRuns();
        api.MapSchedules();
        api.MapGuard();
        api.MapInventory();
        api.MapInsights();
        api.MapPrivacy();
        api.MapRetention();
        api.MapWebhooks();
        api.MapLicences();
        api.MapAccess();
        api.MapSupport();

        app.MapWeb();

        return new(options, app);
    }

    /// <summary>Brings the store up to date and opens the door.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.AddressInUse"/>, <see cref="HostProblem.Usage"/>, <see cref="HostProblem.StoreUnavailable"/>.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        App.Services.GetRequiredService<DataFolderUse>().Begin();
        await App.Services.GetRequiredService<HostStore>().PrepareAsync(cancellationToken);
        await App.Services.GetRequiredService<ServerProcesses>().BeatAsync(cancellationToken);

        try
        {
            await App.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new HostException(
                HostProblem.AddressInUse, $"The address {_options.Address} is in use by another program.", "Stop that program (it may be another host), or choose another address or port.", exception);
        }
        catch (InvalidOperationException exception) when (_options.Address.Scheme is "https")
        {
            throw new HostException(
                HostProblem.Usage,
                $"The address {_options.Address} cannot be listened on: https needs a certificate, and none is configured.",
                "Listen on http://127.0.0.1 behind a proxy with TLS, or name a certificate in the environment: Kestrel__Certificates__Default__Path and Kestrel__Certificates__Default__Password.",
                exception);
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException or IOException)
        {
            throw new HostException(HostProblem.Usage, $"The address {_options.Address} cannot be listened on: {exception.Message}", "Choose an address of this machine and a port that this account may use.", exception);
        }

        App.Services.GetRequiredService<CallbackAddress>().Listening = Reachable(App.Urls.First());
    }

    /// <summary>Serves until the token or a signal ends it, then lets requests finish.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => App.WaitForShutdownAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => App.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private static bool IsForPeople(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static void RequireSafe(HostOptions options)
    {
        if (options.Address.Scheme is not ("http" or "https") || options.Address.AbsolutePath is not "/")
        {
            throw new HostException(HostProblem.Usage, $"'{options.Address}' is no address to listen on.", "Give one such as http://127.0.0.1:5080, without a path.");
        }

        if (options.Address.Scheme is "http" && !options.Address.IsLoopback && !options.AllowRemoteHttp)
        {
            throw new HostException(
                HostProblem.Usage,
                $"The address {options.Address} is plain http and reached by other machines: keys and tokens would travel readable.",
                "Listen on 127.0.0.1 behind a proxy with TLS, use https, or allow remote http explicitly.");
        }
    }

    private static string ListenOn(Uri address) =>
        // The server cannot take a free port on two loopback addresses at once.
        (address is { Port: 0, Host: "localhost" } ? new UriBuilder(address) { Host = "127.0.0.1" }.Uri : address).GetLeftPart(UriPartial.Authority);

    private static Uri Reachable(string url)
    {
        var address = new Uri(url);

        return address.Host is "0.0.0.0" or "[::]" ? new UriBuilder(address) { Host = "localhost" }.Uri : address;
    }
}
