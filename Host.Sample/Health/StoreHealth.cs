using Host.Sample.Database;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Host.Sample.Health;

/// <summary>Whether the store answers and takes writing.</summary>
internal sealed class StoreHealth(HostStore store) : IHealthCheck
{
    private const int PatienceSeconds = 2;
    private const int Busy = 5;

    // The end of a stream holds the store for seconds: that alone is no trouble.
    private static readonly HealthFinding Held = new("Somebody has been writing to the store for more than two seconds.", "Nothing while a large run ends; if it stays, close the program that has the store open.");

    Task<HealthCheckResult> IHealthCheck.CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) => Task.Run(Check, cancellationToken);

    private HealthCheckResult Check()
    {
        try
        {
            SqliteConnectionStringBuilder options = new(store.ConnectionString) { Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = PatienceSeconds };
            using SqliteConnection connection = new(options.ToString());
            connection.Open();
            using var transaction = connection.BeginTransaction(deferred: false);
            using var read = connection.CreateCommand();
            read.CommandText = "SELECT count(*) FROM Connectors";
            read.ExecuteScalar();
            transaction.Rollback();

            return HealthCheckResult.Healthy();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == Busy)
        {
            return Held.Degraded();
        }
        catch (Exception exception) when (StoreFailure.IsOne(exception) || exception is SqliteException)
        {
            var told = StoreFailure.Explain(exception, store.File);

            return new HealthFinding("The store does not answer or takes no writing.", "Look into the host's log, or ask here with an access key.", $"{told.Message} {told.Fix}").Unhealthy();
        }
    }
}
