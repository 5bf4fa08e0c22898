using System.Globalization;
using Quartz;

namespace Host.Sample.Schedules;

/// <summary>What Quartz does at a time of a schedule: it hands the connector over. Its name is the connector's number.</summary>
[DisallowConcurrentExecution]
internal sealed class ScheduleJob(ScheduleFirings firings) : IJob
{
    /// <summary>The group of all jobs and triggers of schedules.</summary>
    public const string Group = "connectors";

    public static JobKey Key(int connectorId) => new(connectorId.ToString(CultureInfo.InvariantCulture), Group);

    public static TriggerKey TriggerKey(int connectorId) => new(connectorId.ToString(CultureInfo.InvariantCulture), Group);

    async ValueTask IJob.Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await firings.FireAsync(
        int.Parse(context.JobDetail.Key.Name, CultureInfo.InvariantCulture),
        context.Trigger.Description ?? "",
        context.ScheduledFireTimeUtc ?? context.FireTimeUtc,
        cancellationToken);
}
