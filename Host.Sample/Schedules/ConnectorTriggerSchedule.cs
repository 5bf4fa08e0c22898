using Quartz;
using Quartz.Extensibility;

namespace Host.Sample.Schedules;

/// <summary>How Quartz makes the trigger of a plan.</summary>
internal sealed class ConnectorTriggerSchedule(SchedulePlan? plan, TimeSpan share, TimeProvider clock) : IScheduleBuilder
{
    public IMutableTrigger Build() => new ConnectorTrigger(plan, share, clock);
}
