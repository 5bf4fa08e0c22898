using Quartz;
using Quartz.Extensibility;

namespace Host.Sample.Schedules;

/// <summary>Makes the one kind of job that there is.</summary>
internal sealed class ScheduleJobs(ScheduleFirings firings) : IJobFactory
{
    ValueTask<JobScope> IJobFactory.CreateJob(TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken) => new(new JobScope(new ScheduleJob(firings), null));

    ValueTask IJobFactory.ReturnJob(JobScope scope, CancellationToken cancellationToken) => default;
}
