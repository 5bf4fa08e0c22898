using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Host.Sample.Health;

/// <summary>What a check has found: for everybody without paths and names, for people of the house whole.</summary>
/// <param name="Reason">What is the matter, in a sentence that names nothing.</param>
/// <param name="Fix">What to do, as much as can be said to everybody.</param>
/// <param name="Detail">The same with paths, names and numbers, fix included; null when there is no more to say.</param>
internal sealed record HealthFinding(string Reason, string Fix, string? Detail = null)
{
    private const string Key = "finding";

    public static HealthFinding? Of(HealthReportEntry entry) => entry.Data.GetValueOrDefault(Key) as HealthFinding;

    /// <summary>Work is done, but somebody should act.</summary>
    public HealthCheckResult Degraded() => HealthCheckResult.Degraded(Reason, data: Data());

    /// <summary>Work cannot be done.</summary>
    public HealthCheckResult Unhealthy() => HealthCheckResult.Unhealthy(Reason, data: Data());

    private Dictionary<string, object> Data() => new() { [Key] = this };
}
