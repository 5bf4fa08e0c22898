using Host.Sample.Runs.Retention;

namespace Host.Sample.Api;

internal static class RetentionEndpoints
{
    public static void MapRetention(this IEndpointRouteBuilder api)
    {
        var retention = api.MapGroup("/connectors/{connector}/retention").WithTags("Inventory");
        retention.MapGet("/", (string connector, RunRetention service, CancellationToken cancellationToken) => service.GetAsync(connector, cancellationToken))
            .WithName("GetRetention").WithSummary("How long the rows of old runs are kept; both numbers null: for ever.");
        retention.MapPut("/", SetAsync)
            .WithName("SetRetention").WithSummary("Sets it, for administrators; it is applied after each run.");
        retention.MapGet("/preview", (string connector, int? runs, int? days, RunRetention service, CancellationToken cancellationToken) =>
                service.PreviewAsync(connector, runs is null && days is null ? null : new() { Runs = runs, Days = days }, cancellationToken))
            .WithName("PreviewRetention").WithSummary("Which runs a rule, or the connector's own, would prune now, and how many versions of rows would go.");
        retention.MapPost("/prune", (string connector, RunRetention service, CancellationToken cancellationToken) => service.PruneAsync(connector, cancellationToken))
            .WithName("PruneInventory").WithSummary("Deletes now what the connector's retention does not keep, for administrators; records and certificates of runs stay.");
    }

    private static async Task<RetentionRule> SetAsync(string connector, RetentionBody body, RunRetention service, CancellationToken cancellationToken)
    {
        await service.SetAsync(connector, new() { Runs = body.Runs, Days = body.Days }, cancellationToken);

        return await service.GetAsync(connector, cancellationToken);
    }

    /// <summary>A rule; both null: everything is kept.</summary>
    internal sealed record RetentionBody(int? Runs, int? Days);
}
