using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Host.Sample.Health;

/// <summary>Whether the disk of the data folder has room.</summary>
internal sealed class DiskHealth(HostOptions options) : IHealthCheck
{
    // Less cannot take the end of a small run.
    private const long LeastBytes = 64L << 20;

    Task<HealthCheckResult> IHealthCheck.CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(Check(FreeBytes(options.DataFolder)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Task.FromResult(new HealthFinding(
                "How much room the disk of the data folder has cannot be found out.", "Check that the data folder is there.", $"The disk of {options.DataFolder} does not say how much room it has: {exception.Message}").Degraded());
        }
    }

    /// <summary>What this account may still write to the disk that holds a folder.</summary>
    public static long FreeBytes(string folder) => new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;

    private HealthCheckResult Check(long free)
    {
        if (free >= options.LowDiskBytes)
        {
            return HealthCheckResult.Healthy();
        }

        HealthFinding finding = new(
            "The disk of the data folder has little room left.",
            "Free some space, or let fewer old runs be kept.",
            string.Create(CultureInfo.InvariantCulture, $"The disk of {options.DataFolder} has {free / (1 << 20):N0} MiB left; below {options.LowDiskBytes / (1 << 20):N0} MiB this is told. Free some space, or let fewer old runs be kept ('connectors retention'). A run that meets a full disk is left as it was and taken up at the next start."));

        return free < LeastBytes ? finding.Unhealthy() : finding.Degraded();
    }
}
