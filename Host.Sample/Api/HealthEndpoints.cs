using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Api;

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapGet("/live", () => new Health("live")).WithName("Live").WithSummary("The process answers.");
        health.MapGet("/ready", ReadyAsync).WithName("Ready").WithSummary("The store answers too.");
    }

    private static async Task<Health> ReadyAsync(IDbContextFactory<HostDatabase> databases, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        // A path is nothing for those without a key.
        return await database.Database.CanConnectAsync(cancellationToken)
            ? new("ready")
            : throw new HostException(HostProblem.StoreUnavailable, "The store does not answer.", "Look into the host's log.");
    }

    internal sealed record Health(string Status);
}
