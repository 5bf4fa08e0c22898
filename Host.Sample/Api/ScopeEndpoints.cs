using Host.Sample.Connectors;

namespace Host.Sample.Api;

/// <summary>What can be wanted, the fewest scopes for it, and the application that asks for no more.</summary>
internal static class ScopeEndpoints
{
    public static void MapScopes(this IEndpointRouteBuilder api)
    {
        var plugins = api.MapGroup("/plugins/{id}").WithTags("Scopes");
        plugins.MapGet("/outcomes", (string id, ScopeAdvisor advisor, CancellationToken cancellationToken) => advisor.OutcomesAsync(id, cancellationToken))
            .WithName("ListOutcomes").WithSummary("What people can want of the plugin's service, each with the streams that it takes.");
        plugins.MapGet("/scopes", (string id, [AsParameters] Wanted wanted, ScopeAdvisor advisor, CancellationToken cancellationToken) => advisor.OfPluginAsync(id, wanted.Outcomes, wanted.Streams, cancellationToken))
            .WithName("GetPluginScopes").WithSummary("The fewest scopes for outcomes and streams; with neither, for the streams that are on by default.");
        plugins.MapGet("/application", async (string id, string? format, [AsParameters] Wanted wanted, Applications applications, CancellationToken cancellationToken) =>
                Answer(await applications.OfPluginAsync(id, wanted.Outcomes, wanted.Streams, cancellationToken), format))
            .Produces<ApplicationView>().WithName("GetPluginApplication").WithSummary("The application that the service needs for outcomes and streams; 'format' (json, yaml, link) gives the document alone.");

        var connectors = api.MapGroup("/connectors/{connector}").WithTags("Scopes");
        connectors.MapGet("/scopes", (string connector, bool? ask, [AsParameters] Wanted wanted, ScopeAdvisor advisor, CancellationToken cancellationToken) =>
                advisor.OfConnectorAsync(connector, wanted.Outcomes, wanted.Streams, ask is true, cancellationToken))
            .WithName("GetConnectorScopes").WithSummary("The fewest scopes for what the connector collects, those missing, and those granted that nothing uses. 'ask' asks the service what the token has.");
        connectors.MapGet("/application", async (string connector, bool? ask, string? format, [AsParameters] Wanted wanted, Applications applications, CancellationToken cancellationToken) =>
                Answer(await applications.OfConnectorAsync(connector, wanted.Outcomes, wanted.Streams, ask is true, cancellationToken), format))
            .Produces<ApplicationView>().WithName("GetConnectorApplication").WithSummary("The application for what the connector collects, and how it differs from what its token was granted; 'format' (json, yaml, link) gives the document alone.");
    }

    private static IResult Answer(ApplicationView view, string? format)
    {
        if (format is null)
        {
            return Results.Ok(view);
        }

        var document = view.Document(format);

        return Results.Text(document.Content, document.MediaType);
    }

    /// <summary>What is wanted, as it stands in an address: each may be named several times.</summary>
    internal sealed record Wanted(string[]? Outcome, string[]? Stream)
    {
        public string[] Outcomes => Outcome ?? [];

        public string[] Streams => Stream ?? [];
    }
}
