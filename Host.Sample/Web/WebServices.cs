using Microsoft.AspNetCore.Components.Server.Circuits;
using MudBlazor;
using MudBlazor.Services;

namespace Host.Sample.Web;

public static class WebServices
{
    /// <summary>The pages for people.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        // Scripts and styles only: they hold nothing of anybody, so that their length tells nothing.
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["text/css", "text/javascript", "image/svg+xml"];
        });
        services.AddRazorComponents().AddInteractiveServerComponents();
        // At the top, where they cover no button of a dialog.
        services.AddMudServices(mud => mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.TopCenter);

        return services
            .AddSingleton<WebNews>()
            .AddSingleton<Glance.FirstSteps>()
            .AddScoped<WebSession>()
            .AddScoped<CircuitHandler, ActorCircuit>();
    }

    public static void MapWeb(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
