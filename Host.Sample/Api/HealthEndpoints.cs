using Host.Sample.Health;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Host.Sample.Api;

/// <summary>For balancers, supervisors and containers, which have no key: they are told whether and why, but neither paths nor names.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapGet("/live", () => new Liveness("live")).WithName("Live").WithSummary("The process answers. Asks nothing of the store.");
        health.MapGet("/ready", ReadyAsync)
            .Produces<Readiness>().Produces<Readiness>(StatusCodes.Status503ServiceUnavailable)
            .WithName("Ready").WithSummary("Each check with its state and, when it is not healthy, the reason and the fix; with an access key also paths and names. 200 while work can be done (ready, degraded), else 503 (unready).");
    }

    private static async Task<JsonHttpResult<Readiness>> ReadyAsync(HealthReader reader, HttpContext context, CancellationToken cancellationToken)
    {
        var report = await reader.ReadAsync(cancellationToken);
        var isKnown = context.User.Identity?.IsAuthenticated is true;
        context.Response.Headers.CacheControl = "no-store";

        return TypedResults.Json(
            new Readiness(Overall(report.Status), [.. report.Entries.Select(entry => View(entry.Key, entry.Value, isKnown))]),
            statusCode: report.Status is HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private static string Overall(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ready",
        HealthStatus.Degraded => "degraded",
        _ => "unready",
    };

    private static ReadinessCheck View(string name, HealthReportEntry entry, bool isKnown)
    {
        var state = entry.Status.ToString().ToLowerInvariant();

        return entry.Status is HealthStatus.Healthy ? new(name, state, null, null, null)
            : HealthFinding.Of(entry) is { } finding ? new(name, state, finding.Reason, finding.Fix, isKnown ? finding.Detail : null)
            // A check that threw or took too long has no words of its own, and an exception's are not for everybody.
            : new(name, state, "The check did not come to an end.", "Look into the host's log.", null);
    }

    internal sealed record Liveness(string Status);

    /// <param name="Status"><c>ready</c>, <c>degraded</c> (work is done, somebody should act) or <c>unready</c>.</param>
    /// <param name="Checks">Each check.</param>
    internal sealed record Readiness(string Status, IReadOnlyList<ReadinessCheck> Checks);

    /// <param name="Name">What is checked.</param>
    /// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
    /// <param name="Reason">What is the matter; null when nothing is.</param>
    /// <param name="Fix">What to do.</param>
    /// <param name="Detail">The same with paths and names, for callers with a key.</param>
    internal sealed record ReadinessCheck(string Name, string Status, string? Reason, string? Fix, string? Detail);
}
