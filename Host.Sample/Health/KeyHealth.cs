using Host.Sample.Connectors;
using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Host.Sample.Health;

/// <summary>Whether the keys open what was last encrypted by them.</summary>
internal sealed class KeyHealth(HostOptions options, SecretVault vault, IDbContextFactory<HostDatabase> databases) : IHealthCheck
{
    private const string Fix = "Put the folder of keys of this store back from the backup, or type the connectors' secrets in again.";

    async Task<HealthCheckResult> IHealthCheck.CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            if (!Directory.EnumerateFiles(options.KeyFolder, "*.xml").Any())
            {
                // Those in memory serve on until the host ends; what they encrypted is lost then.
                return Lost($"There is no key in {options.KeyFolder}.");
            }

            await using var database = await databases.CreateDbContextAsync(cancellationToken);

            // The newest, because older ones may have been left unreadable by an earlier loss and be known to be.
            if (await database.ConnectorSecrets.AsNoTracking().OrderByDescending(secret => secret.UpdatedAt).FirstOrDefaultAsync(cancellationToken) is { } newest)
            {
                vault.RequireReadable(newest);
            }
            else
            {
                vault.Unprotect(vault.Protect([1], "health"), "health");
            }

            return HealthCheckResult.Healthy();
        }
        catch (HostException exception)
        {
            return Lost(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Lost($"The keys in {options.KeyFolder} cannot be read: {exception.Message}");
        }
        catch (Exception exception) when (StoreFailure.IsOne(exception) || exception is System.Data.Common.DbException)
        {
            return new HealthFinding("Whether stored secrets can be read is not known: the store does not answer.", "See what is said of the store.").Unhealthy();
        }
    }

    private static HealthCheckResult Lost(string detail) => new HealthFinding("Stored secrets cannot be decrypted.", Fix, $"{detail} {Fix}").Unhealthy();
}
