using Host.Sample.Runs.Guard;

namespace Host.Sample.Api;

internal static class GuardEndpoints
{
    public static void MapGuard(this IEndpointRouteBuilder api)
    {
        var guard = api.MapGroup("/connectors/{connector}/guard").WithTags("Runs");
        guard.MapGet("/", (string connector, GuardRules rules, CancellationToken cancellationToken) => rules.GetAsync(connector, cancellationToken))
            .WithName("GetGuard").WithSummary("When the change guard holds the connector's runs: the share in percent that people, billed seats and rows may fall by, and streams with a share of their own.");
        guard.MapPut("/", (string connector, GuardBody body, GuardRules rules, CancellationToken cancellationToken) =>
                rules.ChangeAsync(connector, body.IsOn, body.SharePercent, body.Streams ?? new Dictionary<string, int?>(), body.Usual ?? [], cancellationToken))
            .WithName("ChangeGuard").WithSummary("Changes when the change guard holds the connector's runs; what is left out stays. A stream with null is not judged.");
    }

    /// <param name="IsOn">Whether runs are held at all.</param>
    /// <param name="SharePercent">The share in percent for everything.</param>
    /// <param name="Streams">Streams with a share of their own; null: the stream is not judged.</param>
    /// <param name="Usual">Streams that have no share of their own any more.</param>
    internal sealed record GuardBody(bool? IsOn, int? SharePercent, Dictionary<string, int?>? Streams, string[]? Usual = null);
}
