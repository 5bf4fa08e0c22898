using Quartz;

namespace Host.Sample.Schedules;

/// <summary>Hears what goes wrong inside Quartz, where nobody is called.</summary>
internal sealed class ScheduleListener(Action<Exception> note) : ISchedulerListener
{
    ValueTask ISchedulerListener.SchedulerError(IScheduler scheduler, SchedulerErrorContext errorContext, CancellationToken cancellationToken)
    {
        note(errorContext.Exception);

        return default;
    }
}
