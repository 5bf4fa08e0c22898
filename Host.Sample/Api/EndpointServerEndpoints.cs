using Host.Sample.EndpointServers;

namespace Host.Sample.Api;

internal static class EndpointServerEndpoints
{
    public static void MapEndpointServers(this IEndpointRouteBuilder api)
    {
        var servers = api.MapGroup("/endpoint-servers").WithTags("Endpoint servers");
        servers.MapGet("/", (EndpointServerService service, CancellationToken cancellationToken) => service.ListAsync(cancellationToken))
            .WithName("ListEndpointServers").WithSummary("The machines that run connectors.");
        servers.MapGet("/{server}", (string server, EndpointServerService service, CancellationToken cancellationToken) => service.GetAsync(server, cancellationToken))
            .WithName("GetEndpointServer").WithSummary("One of them.");
        servers.MapGet("/{server}/processes", ProcessesAsync)
            .WithName("ListServerProcesses").WithSummary("The processes that serve it: those that are there first, then those that were heard of within a day.");
        servers.MapGet("/{server}/features", (string server, FeatureService service, CancellationToken cancellationToken) => service.ListAsync(server, cancellationToken))
            .WithName("ListFeatures").WithSummary("The features that installed plugins offer, and whether each is enabled on the server.");
        servers.MapPut("/{server}/features/{feature}", SetAsync)
            .WithName("SetFeature").WithSummary("Enables or disables a feature, named by itself or by its plugin's id.");
    }

    private static Task<FeatureStatus> SetAsync(string server, string feature, FeatureToggleBody body, FeatureService service, CancellationToken cancellationToken) =>
        body.IsEnabled ? service.EnableAsync(server, feature, cancellationToken) : service.DisableAsync(server, feature, cancellationToken);

    private static async Task<IReadOnlyList<ServerProcessView>> ProcessesAsync(string server, EndpointServerService service, ServerProcesses processes, CancellationToken cancellationToken) =>
        await processes.ListAsync((await service.GetAsync(server, cancellationToken)).Name, cancellationToken);

    internal sealed record FeatureToggleBody
    {
        public required bool IsEnabled { get; init; }
    }
}
