using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Host.Sample.Health;

/// <summary>Whether the store's schema is the one of this version: a newer host may have changed it while this one serves.</summary>
internal sealed class SchemaHealth(IDbContextFactory<HostDatabase> databases) : IHealthCheck
{
    private static readonly HealthFinding Unread = new("The store's schema cannot be read.", "See what is said of the store.");

    async Task<HealthCheckResult> IHealthCheck.CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var known = database.Database.GetMigrations().ToHashSet();
            var applied = (await database.Database.GetAppliedMigrationsAsync(cancellationToken)).ToHashSet();

            return known.SetEquals(applied) ? HealthCheckResult.Healthy()
                : applied.IsSupersetOf(known) ? Newer(applied.Except(known)).Unhealthy()
                : new HealthFinding("The store's schema is older than this version's.", "Restart this host: it brings the store up to date when it starts.").Unhealthy();
        }
        catch (Exception exception) when (StoreFailure.IsOne(exception) || exception is System.Data.Common.DbException)
        {
            return Unread.Unhealthy();
        }
    }

    private static HealthFinding Newer(IEnumerable<string> unknown) => new(
        "The store was brought up to date by a newer version of this host.",
        "Stop this host and start the newer version.",
        $"The store was brought up to date by a newer version of this host ({string.Join(", ", unknown)}). Stop this host and start the newer version.");
}
