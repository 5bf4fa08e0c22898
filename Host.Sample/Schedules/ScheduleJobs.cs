using Quartz;
using Quartz.Extensibility;

namespace Host.Sample.Schedules;

/// <summary>Makes the one kind of job that there is.</summary>
internal sealed class ScheduleJobs(ScheduleFirings firings) : IJobFactory
{
    public ValueTask<JobScope> CreateJob(TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken = default) => new(new JobScope(new ScheduleJob(firings), null));

    public ValueTask ReturnJob(JobScope scope, CancellationToken cancellationToken = default) => default;
}
