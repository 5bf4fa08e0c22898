using System.Globalization;
using Host.Sample.Connectors;
using Host.Sample.Plugins;
using Host.Sample.Runs;
using Host.Sample.Runs.Health;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Api;

internal static class ConnectorEndpoints
{
    public static void MapConnectors(this IEndpointRouteBuilder api)
    {
        var connectors = api.MapGroup("/connectors").WithTags("Connectors");
        connectors.MapGet("/", (ConnectorService service, CancellationToken cancellationToken) => service.ListAsync(cancellationToken))
            .WithName("ListConnectors").WithSummary("All connectors, by name.");
        connectors.MapPost("/", AddAsync)
            .WithName("AddConnector").WithSummary("Makes a connector. Secrets are stored encrypted and never given back.");
        connectors.MapPost("/validate", ValidateAsync)
            .WithName("ValidateConnector").WithSummary("What is wrong with a connector that is not saved yet.");
        connectors.MapPost("/test", TestDraftAsync)
            .WithName("TestDraft").WithSummary("Asks the service what a run of a connector that is not saved yet would get.");
        connectors.MapGet("/{connector}", GetAsync)
            .WithName("GetConnector").WithSummary("A connector by name or number, with its revision as the ETag.");
        connectors.MapPatch("/{connector}", EditAsync)
            .WithName("EditConnector").WithSummary("Changes what the body names. With If-Match it is refused when somebody else has changed the connector meanwhile.");
        connectors.MapDelete("/{connector}", RemoveAsync)
            .WithName("RemoveConnector").WithSummary("Removes a connector with its secrets, runs and inventory.");
        connectors.MapPost("/{connector}/test", TestAsync)
            .WithName("TestConnector").WithSummary("Asks the service what a run would get: a line a stream, with what it needs, what is lost, the fix and the page for it.");
        connectors.MapGet("/{connector}/estimate", (string connector, bool? full, RunEstimates estimates, CancellationToken cancellationToken) => estimates.OfAsync(connector, full is true, cancellationToken))
            .WithName("EstimateRun").WithSummary("The calls that the next run is expected to make, and how long they take at the rates that the service allows. Asks the plugin, not the service.");
        connectors.MapGet("/{connector}/health", (string connector, HealthReader health, CancellationToken cancellationToken) => health.ReadAsync(connector, cancellationToken))
            .WithName("GetConnectorHealth").WithSummary("How the connector fares: its token without the secret, what its scopes were and are, what is wrong and what to do. Asks nobody.");
        connectors.MapGet("/{connector}/state", (string connector, StreamStates states, CancellationToken cancellationToken) => states.ListAsync(connector, cancellationToken))
            .WithName("GetConnectorState").WithSummary("What the connector remembers of each stream for its next run.");
        connectors.MapDelete("/{connector}/state", (string connector, StreamStates states, CancellationToken cancellationToken) => ResetAsync(connector, null, states, cancellationToken))
            .WithName("ResetConnectorState").WithSummary("Drops what is remembered of all streams: the next run asks for everything. Rows stay.");
        connectors.MapDelete("/{connector}/state/{stream}", ResetAsync)
            .WithName("ResetStreamState").WithSummary("Drops what is remembered of a stream: the next run asks for all of it. Rows stay.");
        connectors.MapPost("/{connector}/authorization", AuthorizeAsync)
            .WithName("AuthorizeConnector").WithSummary("Begins a consent; open the address that is given back in a browser.");
        connectors.MapPost("/{connector}/consent-links", (string connector, ConsentLinks links, CancellationToken cancellationToken) => links.MakeAsync(connector, cancellationToken))
            .WithName("MakeConsentLink").WithSummary("Makes a link by which a colleague can give consent for the connector, once and within 24 hours.");
    }

    private static async Task<Created<ConnectorView>> AddAsync(ConnectorBody body, HttpResponse response, ConnectorService service, CancellationToken cancellationToken)
    {
        var view = Tagged(await service.AddAsync(body.ToDraft(), cancellationToken), response);

        return TypedResults.Created(string.Create(CultureInfo.InvariantCulture, $"/api/connectors/{view.Id}"), view);
    }

    private static async Task<Validation> ValidateAsync(ConnectorBody body, ConnectorService service, CancellationToken cancellationToken) =>
        new(await service.ValidateAsync(body.PluginId ?? throw new HostException(HostProblem.Usage, "The body names no 'pluginId'.", "Say which plugin the connector is of."), body.ToDraft(), cancellationToken));

    private static async Task<ConnectorView> GetAsync(string connector, HttpResponse response, ConnectorService service, CancellationToken cancellationToken) =>
        Tagged(await service.GetAsync(connector, cancellationToken), response);

    private static async Task<ConnectorView> EditAsync(
        string connector, ConnectorBody body, HttpRequest request, HttpResponse response, ConnectorService service, CancellationToken cancellationToken) =>
        Tagged(await service.EditAsync(connector, body.ToDraft(), Expected(request), cancellationToken), response);

    private static async Task<NoContent> RemoveAsync(string connector, HttpRequest request, ConnectorService service, CancellationToken cancellationToken)
    {
        await service.RemoveAsync(connector, Expected(request), cancellationToken);

        return TypedResults.NoContent();
    }

    private static async Task<PreflightView> TestAsync(string connector, ConnectorService service, ConnectorDescriptions descriptions, CancellationToken cancellationToken)
    {
        var tested = await service.GetAsync(connector, cancellationToken);

        return PreflightView.Of(await service.TestAsync(connector, cancellationToken), await descriptions.GetAsync(tested.PluginId, cancellationToken));
    }

    private static async Task<PreflightView> TestDraftAsync(ConnectorBody body, ConnectorDrafts drafts, ConnectorDescriptions descriptions, CancellationToken cancellationToken) =>
        PreflightView.Of(await drafts.TestAsync(body.ToDraft(), cancellationToken), await descriptions.GetAsync(body.PluginId!, cancellationToken));

    private static Task<AuthorizationStart> AuthorizeAsync(string connector, AuthorizationService service, CancellationToken cancellationToken) =>
        service.BeginAsync(connector, cancellationToken);

    private static async Task<NoContent> ResetAsync(string connector, string? stream, StreamStates states, CancellationToken cancellationToken)
    {
        await states.ResetAsync(connector, stream, cancellationToken);

        return TypedResults.NoContent();
    }

    private static ConnectorView Tagged(ConnectorView view, HttpResponse response)
    {
        response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{view.Revision}\"");

        return view;
    }

    private static int? Expected(HttpRequest request) => request.Headers.IfMatch switch
    {
        [] => null,
        [{ } tag] when EntityTagHeaderValue.TryParse(tag, out var parsed) && parsed.Tag == "*" => null,
        [{ } tag] when EntityTagHeaderValue.TryParse(tag, out var parsed) && int.TryParse(parsed.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) => revision,
        _ => throw new HostException(HostProblem.Usage, "The If-Match header is no revision.", "Send the ETag that came with the connector, such as \"3\"."),
    };

    internal sealed record Validation(IReadOnlyList<SettingProblem> Findings);
}
